import { inTurns, workOnce } from '../measure.js';
import { middyHandlers, parametersBy, powertoolsByName, secretsBy } from './clients.js';

const names = [...Array(100).keys()];

/** A hundred different secrets, asked for at once; the client has a connection, but none of them. */
export function hundredSecrets(backend) {
  const middy = allInOneCall(middyHandlers, (handlers, some) => handlers(some)());
  return measured({ ...onePerCall(secretsBy), 'middy, one handler': middy }, backend);
}

export function hundredParameters(backend) {
  const byName = allInOneCall(powertoolsByName, (get, some) => get(some));
  return measured(
    { ...onePerCall(parametersBy), 'Powertools, getParametersByName': byName },
    backend,
  );
}

function measured(subjects, backend) {
  return inTurns(subjects, { repeats: 61 }, (prepare) => workOnce(prepare, backend));
}

function onePerCall(clients) {
  const prepared = (create) => async () => {
    const get = create();
    await get('warm-up');
    return () => Promise.all(names.map((name) => get(name)));
  };
  return Object.fromEntries(
    Object.entries(clients).map(([name, create]) => [name, prepared(create)]),
  );
}

/** Where one call takes all the names. */
function allInOneCall(create, call) {
  return async () => {
    const client = create();
    await call(client, ['warm-up']);
    return () => call(client, names);
  };
}

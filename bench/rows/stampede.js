import { inTurns, workOnce } from '../measure.js';
import { middyHandlers, secretsBy } from './clients.js';

const callers = 10_000;
const crowd = (call) => () => Promise.all(Array.from({ length: callers }, call));

/** Ten thousand callers at once for one secret that nobody has asked for before. */
export async function stampede(backend) {
  const { 'password-decrypter': ours, ...others } = secretsBy;
  const of = (create) => async () => {
    const get = create();
    await get('warm-up');
    return crowd(() => get(0));
  };
  const middy = async () => {
    const handlers = middyHandlers();
    await handlers(['warm-up'])();
    return crowd(handlers([0]));
  };
  const work = (prepare) => workOnce(prepare, backend);
  return {
    ...(await inTurns(
      { 'password-decrypter': of(ours), 'middy, handlers': middy },
      { repeats: 7 },
      work,
    )),
    // Seconds each, and their number of calls does not change.
    ...(await inTurns(
      Object.fromEntries(Object.entries(others).map(([name, create]) => [name, of(create)])),
      { repeats: 1 },
      work,
    )),
  };
}

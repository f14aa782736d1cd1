/**
 * `password-decrypter check`: the doctor. It walks the way from a file to each of its passwords and
 * tells, step by step, what was found; where a step fails, what to do.
 */

import {
  absentPasswords,
  governedProperties,
  isDecrypterError,
  misspeltClassnames,
  type AnyDecrypterError,
  type Decrypters,
  type ExplainedStep,
  type GovernedProperty,
  type Properties,
} from '@password-decrypter/core';
import { readProperties } from '@password-decrypter/config-files';

import { absentPassword, misspeltClassname, nothingGoverned } from '../no-password.js';
import { openDecrypters, pluginOf } from '../open-decrypters.js';
import type { FileOptions } from '../options.js';
import { printHeading, printHint, printJson, printStep } from '../report.js';

interface CheckedStep {
  readonly name: string;
  readonly ok: boolean;
  readonly detail?: string;
  readonly error?: AnyDecrypterError;
}

interface CheckedProperty {
  readonly property: string;
  readonly classname: string;
  readonly ok: boolean;
  readonly steps: readonly CheckedStep[];
}

interface Step {
  readonly name: string;
  readonly run: () => Promise<string>;
}

type Steps = Iterable<Step> | AsyncIterable<Step>;

/** The way to one password. */
interface Way {
  readonly property: string;
  readonly classname: string;
  readonly steps: Steps;
}

/** @returns whether every password of the file can be decrypted */
export async function check(
  file: string,
  options: FileOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const printed = options.json !== true;
  const tell = printed ? printChecked : nothing;
  if (printed) printHeading(file);
  const found: Found = { properties: {}, decrypters: undefined };
  const read = await walk(stepsInto(file, options, found), tell);
  const checked: CheckedProperty[] = [];
  await using decrypters = found.decrypters;
  if (decrypters !== undefined && allOk(read)) {
    for (const way of waysIn(found.properties, decrypters, signal)) {
      const { property, classname } = way;
      if (printed) printHeading(`\n${property}`);
      const steps = await walk(way.steps, tell);
      checked.push({ property, classname, ok: allOk(steps), steps });
    }
  }
  const ok = allOk(read) && checked.every((property) => property.ok);
  if (!printed) printJson({ ok, file, steps: read, properties: checked });
  return ok;
}

/** What the first steps find for those after them. */
interface Found {
  properties: Properties;
  decrypters: Decrypters | undefined;
}

/** From a file's name to the passwords in it. */
function stepsInto(file: string, options: FileOptions, found: Found): readonly Step[] {
  return [
    {
      name: 'file',
      run: async () => {
        found.properties = await readProperties(file, { format: options.format });
        return `${Object.keys(found.properties).length} properties`;
      },
    },
    {
      name: 'plugins',
      run: async () => {
        found.decrypters = await openDecrypters(options, found.properties);
        return `${found.decrypters.definitions.length} decrypters`;
      },
    },
    { name: 'passwords', run: async () => passwordsOf(found.properties) },
  ];
}

/** Takes the steps in order, up to the first that fails. */
async function walk(
  steps: Steps,
  tell: (step: CheckedStep) => void,
): Promise<readonly CheckedStep[]> {
  const checked: CheckedStep[] = [];
  const add = (step: CheckedStep) => {
    checked.push(step);
    tell(step);
  };
  for await (const { name, run } of steps) {
    try {
      add({ name, ok: true, detail: await run() });
    } catch (error) {
      if (!isDecrypterError(error)) throw error;
      add({ name, ok: false, error });
      break;
    }
  }
  return checked;
}

/** The passwords that the file sets a classname for, whether or not they are there. */
function passwordsOf(properties: Properties): string {
  const governed = governedProperties(properties).map(({ property }) => property);
  const misspelt = misspeltClassnames(properties).map(({ password }) => password);
  const names = [...new Set([...governed, ...absentPasswords(properties), ...misspelt])];
  if (names.length === 0) throw nothingGoverned(properties);
  return names.join(', ');
}

/** One way for each of those passwords; one that is not there does not keep the others unchecked. */
function waysIn(
  properties: Properties,
  decrypters: Decrypters,
  signal: AbortSignal,
): readonly Way[] {
  return [
    ...governedProperties(properties).map((governed) => ({
      property: governed.property,
      classname: governed.classname,
      steps: stepsTo(governed, decrypters, signal),
    })),
    ...absentPasswords(properties).map((property) => ({
      property,
      classname: properties[`${property}.decrypter.classname`] ?? '',
      steps: [failing('property', absentPassword(property, properties))],
    })),
    ...misspeltClassnames(properties).map((misspelt) => ({
      property: misspelt.password,
      classname: '',
      steps: [failing('decrypter', misspeltClassname(misspelt))],
    })),
  ];
}

/** From a password property to its password. */
async function* stepsTo(
  { property, classname, value }: GovernedProperty,
  decrypters: Decrypters,
  signal: AbortSignal,
): AsyncGenerator<Step> {
  yield {
    name: 'decrypter',
    run: async () => {
      await decrypters.select(classname);
      return `${classname} (${pluginOf(decrypters, classname)})`;
    },
  };
  if (value === '') {
    yield { name: 'password', run: async () => 'empty: it is never sent to a decrypter' };
    return;
  }
  const steps = await ownSteps(decrypters, classname, value);
  for (const { name, run } of steps) yield { name, run: () => run({ signal }) };
  if (steps.length > 0) return;
  yield {
    name: 'password',
    run: async () => {
      await decrypters.decrypt(classname, value, { signal });
      return `${property} can be decrypted`;
    },
  };
}

/** The decrypter's own steps. Where it cannot even name them, that is the step that fails. */
async function ownSteps(
  decrypters: Decrypters,
  classname: string,
  value: string,
): Promise<readonly ExplainedStep[]> {
  try {
    return await decrypters.explain(classname, value);
  } catch (error) {
    if (!isDecrypterError(error)) throw error;
    return [failing('value', error)];
  }
}

function failing(name: string, error: AnyDecrypterError): Step {
  return { name, run: () => Promise.reject(error) };
}

function allOk(steps: readonly CheckedStep[]): boolean {
  return steps.every(({ ok }) => ok);
}

function printChecked({ name, ok, detail, error }: CheckedStep): void {
  printStep(ok, name, error === undefined ? (detail ?? '') : `${error.message} (${error.code})`);
  if (error !== undefined) printHint(error.hint);
}

function nothing(): void {
  // Everything is told at the end.
}

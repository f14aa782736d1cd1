import { join } from 'node:path';

import { expect } from 'chai';
import { ESLint } from 'eslint';

import { root } from './support.js';

describe('the floors', () => {
  const eslint = new ESLint({
    cwd: root,
    // Where CI is set, the parser would read the file from disk and not the code that is given.
    overrideConfig: {
      languageOptions: { parserOptions: { disallowAutomaticSingleRunInference: true } },
    },
  });

  /** The rules that a source file of a package would break. */
  async function broken(packageName: string, code: string): Promise<readonly (string | null)[]> {
    const file = packageName === 'cli' ? 'main.ts' : 'index.ts';
    const filePath = join(root, 'packages', packageName, 'src', file);
    const [result] = await eslint.lintText(code, { filePath });
    return result?.messages.map(({ ruleId }) => ruleId) ?? [];
  }

  const importing = (specifier: string) => `import '${specifier}';\n`;
  const imports = '@typescript-eslint/no-restricted-imports';

  it('nothing imports a package above it or beside it', async () => {
    const forbidden = [
      ['core', '@password-decrypter/plaintext'],
      ['plaintext', '@password-decrypter/config-files'],
      ['aws-client', '@password-decrypter/aws-ssm'],
      ['aws-ssm', '@password-decrypter/aws-secrets-manager'],
      ['config-files', '@password-decrypter/aws-client'],
      ['aws-emulator', '@password-decrypter/core'],
      ['aws-ssm', '../../aws-client/src/index.js'],
    ] as const;
    for (const [packageName, specifier] of forbidden) {
      expect(await broken(packageName, importing(specifier)), specifier).to.include(imports);
    }
    const dynamic = "export const it = import('@password-decrypter/aws-ssm');\n";
    expect(await broken('plaintext', dynamic)).to.include('no-restricted-syntax');
  });

  it('imports downwards pass', async () => {
    for (const [packageName, specifier] of [
      ['aws-ssm', '@password-decrypter/aws-client'],
      ['cli', '@password-decrypter/aws-ssm'],
      ['plaintext', '@password-decrypter/core'],
    ] as const) {
      expect(await broken(packageName, importing(specifier)), specifier).to.deep.equal([]);
    }
  });

  it('there is one door to tsyringe', async () => {
    for (const packageName of ['core', 'aws-ssm']) {
      expect(await broken(packageName, importing('tsyringe')), packageName).to.include(imports);
    }
  });

  it('an injected parameter names its token', async () => {
    const injectable = (parameter: string) => `
      import { inject, injectable } from '@password-decrypter/core';
      const Token = Symbol();
      @injectable()
      export class Injected {
        constructor(${parameter}) {}
      }
      export const used = [inject, Token];\n`;
    expect(await broken('plaintext', injectable('it: string'))).to.include('no-restricted-syntax');
    expect(await broken('plaintext', injectable('@inject(Token) it: string'))).not.to.include(
      'no-restricted-syntax',
    );
  });
});

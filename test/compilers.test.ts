import { expect } from 'chai';
import { transform } from 'esbuild';
import ts from 'typescript';

import { runJavaScript, runTypeScript } from './support.js';

describe('compilers', () => {
  const source = `
    import {
      createDecrypters,
      definePlugin,
      inject,
      injectable,
      provideDefault,
      type InjectionToken,
      type PasswordDecrypter,
    } from '@password-decrypter/core';

    interface Vault {
      read(entry: string): string;
    }
    const Vault: InjectionToken<Vault> = Symbol.for('compilers:Vault');

    @injectable()
    class VaultDecrypter implements PasswordDecrypter {
      constructor(@inject(Vault) private readonly vault: Vault) {}

      async decrypt(value: string): Promise<string> {
        return this.vault.read(value);
      }
    }

    const plugin = definePlugin({
      name: 'compilers',
      decrypters: [
        {
          classname: 'VaultDecrypter',
          summary: 'For a test.',
          create: (container) => container.resolve(VaultDecrypter),
        },
      ],
      register: (container) =>
        provideDefault(container, Vault, { useValue: { read: (entry) => 'secret of ' + entry } }),
    });
    console.log(await createDecrypters({ plugins: [plugin] }).decrypt('VaultDecrypter', 'db'));`;

  const compilers = {
    tsx: () => runTypeScript(source),

    async tsc() {
      const compilerOptions = {
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.ESNext,
        experimentalDecorators: true,
      };
      return runJavaScript(ts.transpileModule(source, { compilerOptions }).outputText);
    },

    async esbuild() {
      const compilerOptions = { experimentalDecorators: true };
      const { code } = await transform(source, {
        loader: 'ts',
        tsconfigRaw: { compilerOptions },
        target: 'node20',
      });
      return runJavaScript(code);
    },
  };

  for (const [name, compileAndRun] of Object.entries(compilers)) {
    it(`${name} compiles an injected decrypter as the others do`, async () => {
      const { stdout, stderr } = await compileAndRun();
      expect({ stdout, stderr }).to.deep.equal({ stdout: 'secret of db\n', stderr: '' });
    });
  }
});

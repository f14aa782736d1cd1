// The floors of the architecture are lines in this file: nothing imports a package above or beside it.
import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const scope = '@password-decrypter/';

/** What the sources of each package may import of ours. */
const floors = {
  core: [],
  'aws-emulator': [],
  'aws-client': ['core'],
  'config-files': ['core'],
  databases: ['core'],
  testkit: ['core'],
  'create-password-decrypter-plugin': [],
  plaintext: ['core'],
  'aws-secrets-manager': ['core', 'aws-client'],
  'aws-ssm': ['core', 'aws-client'],
  cli: ['core', 'aws-client', 'config-files', 'plaintext', 'aws-secrets-manager', 'aws-ssm'],
};

/** Selectors end a regular expression at the first slash, escaped or not. */
const slashless = (pattern) => pattern.replaceAll('/', '\\u002f');

function floorRules(name, below) {
  const allowed = below.map((other) => `${other}$`).join('|') || '$^';
  const forbidden = `^(?:password-decrypter(?:$|/)|${scope}(?!${allowed})|(?:\\.\\./)+(?:packages|[a-z-]+/(?:src|dist))/)`;
  const message = `${name} may import of ours only: ${below.join(', ') || 'nothing'} (see "The floors" in CONTRIBUTING.md).`;
  return {
    files: [`packages/${name}/src/**/*.ts`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: forbidden, message },
            ...(name === 'core'
              ? []
              : [{ regex: '^(?:tsyringe|reflect-metadata)', message: 'Take it from core.' }]),
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: `ImportExpression > Literal[value=/${slashless(forbidden)}/]`, message },
        {
          selector:
            "ClassDeclaration:has(> Decorator[expression.callee.name='injectable']) MethodDefinition[kind='constructor'] > FunctionExpression > .params:not(:has(Decorator))",
          message: 'Every constructor parameter of an injectable class carries @inject(TOKEN).',
        },
      ],
    },
  };
}

export default tseslint.config(
  {
    ignores: ['**/dist/', 'docs/reference/', 'coverage/', 'node_modules/', 'packages/*/template/'],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          'packages/*/tsconfig.json',
          'examples/third-party-plugin/tsconfig.json',
          'tsconfig.test.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // A token and its interface share one name, by design.
      '@typescript-eslint/no-redeclare': 'off',
      'no-redeclare': 'off',
    },
  },
  {
    files: ['**/test/**/*.ts', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off', // chai's assertions are expressions
      '@typescript-eslint/only-throw-error': 'off', // decrypters that are wrong on purpose
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      // What this machine lacks is skipped by this.skip(), with the reason in the title; nothing else is.
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name=/^(?:it|describe)$/][property.name='skip']",
          message: 'Mend the test, or take it away.',
        },
      ],
    },
  },
  { files: ['**/*.js'], languageOptions: { globals: globals.node } },
  ...Object.entries(floors).map(([name, below]) => floorRules(name, below)),
  {
    files: ['packages/core/src/**/*.ts'],
    ignores: ['packages/core/src/commonjs-for-bundlers.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?:tsyringe|reflect-metadata)',
              allowTypeImports: true,
              message: 'injection.ts is the one door to tsyringe; it comes from #commonjs.',
            },
            { regex: `^(?:password-decrypter|${scope})`, message: 'core imports nothing of ours.' },
          ],
        },
      ],
    },
  },
);

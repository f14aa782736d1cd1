/**
 * Writes the API report of each library package to docs/api, so that a change of the public surface is
 * seen in review. With --check nothing is written, and a report that differs is an error.
 */

import { readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');

function report(name) {
  const projectFolder = join(root, 'packages', name);
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(projectFolder, 'package.json'),
    configObject: {
      projectFolder,
      mainEntryPointFilePath: join(projectFolder, 'dist/index.d.ts'),
      compiler: { tsconfigFilePath: join(projectFolder, 'tsconfig.json') },
      apiReport: {
        enabled: true,
        reportFolder: join(root, 'docs/api'),
        reportTempFolder: join(projectFolder, 'dist/.api'),
        reportFileName: name,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: { default: { logLevel: 'none' } },
        extractorMessageReporting: {
          default: { logLevel: 'warning' },
          // The release tags of this extractor are not used here: what is exported is public.
          'ae-missing-release-tag': { logLevel: 'none' },
          'ae-undocumented': { logLevel: 'none' },
          // Seen in review, in the report itself.
          'ae-forgotten-export': { logLevel: 'warning', addToApiReportFile: true },
        },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  });
  const { succeeded, apiReportChanged } = Extractor.invoke(config, {
    localBuild: !check,
    messageCallback: (message) => {
      if (message.messageId === 'console-preamble' || message.logLevel === 'verbose') {
        message.handled = true;
      }
    },
  });
  if (apiReportChanged && check) {
    console.error(
      `${name}: the public surface has changed. Run "npm run api" and review docs/api.`,
    );
  }
  return succeeded;
}

const packages = readdirSync(join(root, 'packages')).filter((name) =>
  existsSync(join(root, 'packages', name, 'dist/index.d.ts')),
);
if (!packages.map(report).every(Boolean)) process.exitCode = 1;

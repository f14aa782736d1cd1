import { expect } from 'chai';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { createDecrypters } from '@password-decrypter/core';

import { pluginOf } from '../../../packages/core/test/support.js';
import { recordPasswordMetrics } from '../metrics.js';

describe('OpenTelemetry metrics', () => {
  it('count backend calls, rotations and errors, and hold no value', async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
    const provider = new MeterProvider({ readers: [reader] });
    const end = recordPasswordMetrics(provider.getMeter('test'));

    let password = 'hunter2-one';
    const plugin = pluginOf('Vault', async () => password);
    await using decrypters = createDecrypters({ plugins: [plugin] });
    const live = decrypters.password({ p: 'hunter2-value', 'p.decrypter.classname': 'Vault' });
    await live.get();
    password = 'hunter2-two';
    await live.refresh();
    end();
    await live.refresh();

    await provider.forceFlush();
    const told = JSON.stringify(exporter.getMetrics());
    const names = exporter
      .getMetrics()[0]
      ?.scopeMetrics[0]?.metrics.map((metric) => [
        metric.descriptor.name,
        metric.dataPoints.length,
      ]);
    expect(names).to.deep.include(['password_decrypter.backend_call.duration', 2]);
    expect(names).to.deep.include(['password_decrypter.rotations', 1]);
    expect(told).not.to.include('hunter2');
    await provider.shutdown();
  });
});

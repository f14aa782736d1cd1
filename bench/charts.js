/** Charts as SVG, drawn by ECharts without a browser. */

import * as echarts from 'echarts';

const [blue, red, grey] = ['#2563eb', '#dc2626', '#9ca3af'];

function draw({ width, height }, options) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ animation: false, backgroundColor: 'white', ...options });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

const heading = (text, top) => ({ text, top, left: 10, textStyle: { fontSize: 13 } });

/** Panels under one another, a bar for each value, ours in colour; each panel has its own scale. */
export function barChart(panels) {
  const [width, step, above, below] = [720, 20, 28, 14];
  const [title, grid, xAxis, yAxis, series] = [[], [], [], [], []];
  let top = 10;
  panels.forEach((panel, gridIndex) => {
    const { bars } = panel;
    const height = bars.length * step;
    title.push(heading(panel.title, top));
    grid.push({ top: top + above, height, left: 320, right: 60 });
    xAxis.push({ gridIndex, type: 'value', show: false });
    yAxis.push({
      gridIndex,
      type: 'category',
      inverse: true,
      data: bars.map(({ name }) => name),
      axisLine: { show: false },
      axisTick: { show: false },
    });
    series.push({
      type: 'bar',
      xAxisIndex: gridIndex,
      yAxisIndex: gridIndex,
      barWidth: step - 7,
      label: { show: true, position: 'right' },
      data: bars.map(({ value, ours }) => ({
        value: Number(value.toPrecision(3)),
        itemStyle: { color: ours ? blue : grey },
      })),
    });
    top += above + height + below;
  });
  return draw({ width, height: top }, { title, grid, xAxis, yAxis, series });
}

/**
 * One line over time for each series, on a logarithmic scale.
 *
 * @param stepS - the seconds from one value to the next
 * @param limits - dashed lines across
 * @param moments - marks along the time
 */
export function lineChart({ title, series, stepS, limits = [], moments = [] }) {
  const highest = Math.max(
    ...series.flatMap(({ values }) => values),
    ...limits.map(({ value }) => value),
  );
  const label = { formatter: '{b}', color: '#6b7280' };
  const marks = {
    silent: true,
    symbol: 'none',
    lineStyle: { color: grey },
    data: [
      ...limits.map(({ name, value }) => ({
        name,
        yAxis: value,
        label: { ...label, position: 'insideEndTop' },
      })),
      ...moments.map(({ name, atS }) => ({ name, xAxis: atS / 60, label })),
    ],
  };
  return draw(
    { width: 860, height: 380 },
    {
      title: heading(title, 6),
      color: [blue, red],
      legend: { bottom: 4, icon: 'rect', itemGap: 30 },
      grid: { left: 64, right: 24, top: 60, bottom: 64 },
      xAxis: { type: 'value', name: 'minutes', nameLocation: 'middle' },
      yAxis: { type: 'log', min: 1, max: 10 ** Math.ceil(Math.log10(highest)) },
      series: series.map(({ name, values }, index) => ({
        name,
        type: 'line',
        showSymbol: false,
        lineStyle: { width: 1 },
        // A logarithm has no zero: below the axis it is cut off.
        data: values.map((value, at) => [(at * stepS) / 60, Math.max(value, 0.5)]),
        ...(index === 0 && { markLine: marks }),
      })),
    },
  );
}

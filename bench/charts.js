/** Plain SVG, written without a library. */

const colours = ['#2563eb', '#dc2626', '#059669', '#9333ea'];
const [blue, grey] = ['#2563eb', '#9ca3af'];

function svg({ width, height }, shapes) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">
<rect width="${width}" height="${height}" fill="white"/>
${shapes.join('\n')}
</svg>
`;
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const textAt = (x, y, text, attributes = '') =>
  `<text x="${x}" y="${y}" ${attributes}>${escaped(text)}</text>`;

/** Panels under one another, a bar for each value, ours in colour; each panel has its own scale. */
export function barChart(panels) {
  const [width, left, right, step] = [720, 270, 60, 18];
  const shapes = [];
  let y = 10;
  for (const { title, bars } of panels) {
    shapes.push(textAt(10, y + 12, title, 'font-size="13" font-weight="bold"'));
    y += 22;
    const most = Math.max(...bars.map(({ value }) => value));
    for (const { name, value, ours } of bars) {
      const length = ((value / most) * (width - left - right)).toFixed(1);
      shapes.push(
        textAt(left - 8, y + 11, name, 'text-anchor="end"'),
        `<rect x="${left}" y="${y + 1}" width="${length}" height="${step - 5}" fill="${ours ? blue : grey}"/>`,
        textAt(left + Number(length) + 5, y + 11, value.toPrecision(value < 1000 ? 3 : 4)),
      );
      y += step;
    }
    y += 14;
  }
  return svg({ width, height: y }, shapes);
}

/**
 * One line over time for each series, on a logarithmic scale that has a zero.
 *
 * @param stepS - the seconds from one value to the next
 * @param limits - dashed lines across
 * @param moments - marks along the time
 */
export function lineChart({ title, series, stepS, limits = [], moments = [] }) {
  const [width, height, left, right, top, bottom] = [860, 360, 60, 14, 44, 52];
  const all = [...series.flatMap(({ values }) => values), ...limits.map(({ value }) => value)];
  const most = Math.log10(1 + Math.max(...all));
  const lengthS = Math.max(...series.map(({ values }) => values.length)) * stepS;
  const x = (second) => (left + (second / lengthS) * (width - left - right)).toFixed(1);
  const y = (value) =>
    (height - bottom - (Math.log10(1 + value) / most) * (height - bottom - top)).toFixed(1);
  const across = (value, dashes) =>
    `<line x1="${left}" x2="${width - right}" y1="${y(value)}" y2="${y(value)}" stroke="#d1d5db" stroke-dasharray="${dashes}"/>`;
  const shapes = [textAt(left, 18, title, 'font-size="13" font-weight="bold"')];
  for (const value of [0, 1, 10, 100, 1000, 10_000].filter(
    (tick) => Math.log10(1 + tick) <= most,
  )) {
    const label = value.toLocaleString('en');
    shapes.push(
      across(value, '1 3'),
      textAt(left - 6, Number(y(value)) + 4, label, 'text-anchor="end"'),
    );
  }
  for (const { name, value } of limits) {
    shapes.push(across(value, '6 3'));
    shapes.push(
      textAt(width - right, Number(y(value)) - 4, name, 'text-anchor="end" fill="#6b7280"'),
    );
  }
  for (const { name, atS } of moments) {
    shapes.push(
      `<line x1="${x(atS)}" x2="${x(atS)}" y1="${top - 8}" y2="${height - bottom}" stroke="#6b7280" stroke-dasharray="2 2"/>`,
      textAt(Number(x(atS)) + 3, top - 12, name, 'fill="#6b7280"'),
    );
  }
  for (let second = 0; second <= lengthS; second += 600) {
    const label = `${second / 60} min`;
    shapes.push(textAt(x(second), height - bottom + 14, label, 'text-anchor="middle"'));
  }
  series.forEach(({ name, values }, index) => {
    const colour = colours[index % colours.length];
    const points = values.map((value, at) => `${x(at * stepS)},${y(value)}`).join(' ');
    shapes.push(
      `<polyline fill="none" stroke="${colour}" points="${points}"/>`,
      textAt(left + index * 260, height - 10, name, `fill="${colour}"`),
    );
  });
  return svg({ width, height }, shapes);
}

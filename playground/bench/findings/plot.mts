/** A line of a panel: how a figure grows. */
export interface Line {
	label: string;
	points: Array<{ items: number; value: number }>;
}

export interface Panel {
	/** What and in which unit. */
	title: string;
	lines: Line[];
}

const PANEL = { width: 300, height: 240, left: 52, top: 40, gap: 24, bottom: 40 };
/** Told apart with and without colour vision, on light and on dark ground. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'];
const STYLE = `
	text { font: 12px system-ui, sans-serif; fill: #57606a; }
	.title { font-weight: 600; fill: #24292f; }
	.grid { stroke: #d0d7de; }
	@media (prefers-color-scheme: dark) {
		text { fill: #8b949e; }
		.title { fill: #e6edf3; }
		.grid { stroke: #30363d; }
	}`;

/** Draws panels side by side, both axes linear and from zero: what grows in step with the items is a straight line. */
export function drawPanels(panels: Panel[]): string {
	const pitch = PANEL.left + PANEL.width + PANEL.gap;
	const labels = panels[0]?.lines.map(({ label }) => label) ?? [];
	const width = panels.length * pitch;
	const height = PANEL.top + PANEL.height + PANEL.bottom + labels.length * 18;
	const drawn = panels.map((panel, index) => `<g transform="translate(${index * pitch + PANEL.left} ${PANEL.top})">${drawPanel(panel)}</g>`);
	const legend = labels.map((label, index) => {
		const y = PANEL.top + PANEL.height + PANEL.bottom + 8 + index * 18;
		return `<circle cx="${PANEL.left + 5}" cy="${y - 4}" r="4" fill="${COLOURS[index]}"/><text x="${PANEL.left + 16}" y="${y}">${escape(label)}</text>`;
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${panels.map(({ title }) => escape(title)).join('; ')}, each by the number of items">`,
		`<style>${STYLE}\n</style>`,
		...drawn,
		...legend,
		'</svg>\n',
	].join('\n');
}

function drawPanel({ title, lines }: Panel): string {
	const points = lines.flatMap((line) => line.points);
	const right = niceLimit(Math.max(...points.map(({ items }) => items)));
	const top = niceLimit(Math.max(...points.map(({ value }) => value)));
	const x = (items: number) => round((items / right) * PANEL.width);
	const y = (value: number) => round(PANEL.height - (value / top) * PANEL.height);
	const quarters = [0, 0.25, 0.5, 0.75, 1];
	return [
		`<text class="title" x="0" y="-16">${escape(title)}</text>`,
		...quarters.map((part) => `<line class="grid" x1="0" x2="${PANEL.width}" y1="${y(part * top)}" y2="${y(part * top)}"/>`),
		...quarters.map((part) => `<text x="-8" y="${y(part * top) + 4}" text-anchor="end">${tick(part * top)}</text>`),
		...quarters.map((part) => `<text x="${x(part * right)}" y="${PANEL.height + 18}" text-anchor="middle">${tick(part * right)}</text>`),
		...lines.map(({ points: own }, index) => drawLine(own.map(({ items, value }) => [x(items), y(value)]), COLOURS[index] ?? 'gray')),
	].join('\n');
}

function drawLine(points: Array<[number, number]>, colour: string): string {
	const path = points.map(([x, y]) => `${x},${y}`).join(' ');
	const dots = points.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3.5" fill="${colour}"/>`).join('');
	return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}`;
}

/** The next of 1, 2, 4, 5, 6, 8, 10 × a power of ten: its quarters are short numbers. */
function niceLimit(value: number): number {
	const power = 10 ** Math.floor(Math.log10(value));
	return (([1, 2, 4, 5, 6, 8].find((step) => step * power >= value) ?? 10) * power);
}

function tick(value: number): string {
	return Number(value.toPrecision(3)).toLocaleString('en-US');
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}

function escape(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

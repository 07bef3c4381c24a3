import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

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

/** Told apart with and without colour vision, on light and on dark ground. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'];
/** The colours of texts and lines, which follow the reader's choice of light or dark. */
const STYLE = `<style>
	svg { --title: #24292f; --text: #57606a; --grid: #d0d7de; }
	@media (prefers-color-scheme: dark) { svg { --title: #e6edf3; --text: #8b949e; --grid: #30363d; } }
</style>`;

/** Draws panels side by side, both axes linear and from zero: what grows in step with the items is a straight line. */
export async function drawPanels(panels: Panel[]): Promise<string> {
	const { spec } = compile({
		hconcat: panels.map(({ title, lines }) => ({
			title,
			width: 300,
			height: 240,
			data: { values: lines.flatMap(({ label, points }) => points.map((point) => ({ label, ...point }))) },
			mark: { type: 'line', point: true },
			encoding: {
				x: { field: 'items', type: 'quantitative', title: null },
				y: { field: 'value', type: 'quantitative', title: null },
				color: { field: 'label', type: 'nominal', sort: null, title: null },
			},
		})),
		config: {
			aria: false,
			background: 'transparent',
			font: 'system-ui, sans-serif',
			range: { category: COLOURS },
			title: { anchor: 'start', color: 'var(--title)' },
			axis: {
				labelColor: 'var(--text)',
				gridColor: 'var(--grid)',
				domain: false,
				ticks: false,
				tickCount: 5,
			},
			legend: { orient: 'bottom', direction: 'vertical', labelColor: 'var(--text)', labelLimit: 0 },
			view: { stroke: null },
		},
	} satisfies TopLevelSpec);
	const drawing = await new View(parse(spec), { renderer: 'none' }).toSVG();
	return `${drawing.replace('>', `>\n${STYLE}\n`)}\n`;
}

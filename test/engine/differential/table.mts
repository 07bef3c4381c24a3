import { readFileSync } from 'node:fs';

/** A table as the documentation has it. */
export function markdownTable(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The first table below the heading, as it stands in the page. */
export function tableIn(page: string, heading: string): string {
	const text = readFileSync(new URL(`../../../docs/${page}`, import.meta.url), 'utf8');
	const [, below = ''] = text.split(`\n${heading}\n`);
	const lines = below.split('\n');
	const start = lines.findIndex((line) => line.startsWith('|'));
	const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
	return lines.slice(start, length === -1 ? undefined : start + length).join('\n');
}

/** Codes stand as code in the documentation, results in words don't. */
export function cell(verdict: string): string {
	return /^[a-z]+$|\s/.test(verdict) ? verdict : `\`${verdict}\``;
}

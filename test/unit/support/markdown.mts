/** What the tests of the documentation need to read of a page. */

export interface Table {
	/** The nearest heading above, or the summary of the fold it stands in. */
	section: string;
	head: string[];
	rows: string[][];
}

/** All headings of a page, without their signs. */
export function headingsOf(page: string): string[] {
	return [...withoutCode(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading ?? '');
}

/** The anchor that GitHub gives a heading. */
export function slugOf(heading: string): string {
	return heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N}_ -]/gu, '')
		.replaceAll(' ', '-');
}

/** The targets of all links and pictures. */
export function linksOf(page: string): string[] {
	return [...withoutCode(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
}

/** The texts in bold type. */
export function bold(text: string): string[] {
	return [...text.matchAll(/\*\*(.+?)\*\*/g)].map(([, words]) => words ?? '');
}

/**
 * The part of a page under a heading, or in the fold with that summary.
 * @returns the whole page when the title is undefined or nothing bears it
 */
export function sectionOf(page: string, title: string | undefined): string {
	if (title === undefined) return page;
	const [, folded] = page.split(`<summary><b>${title}</b></summary>`);
	if (folded !== undefined) return folded.split('</details>')[0] ?? '';
	const [, below] = page.split(new RegExp(`^#+ ${title.replace(/[()]/g, '\\$&')}$`, 'm'));
	return below === undefined ? page : (below.split(/^#+ /m)[0] ?? '');
}

/** All tables of a page, each with the section it stands in. */
export function tablesOf(page: string): Table[] {
	const tables: Table[] = [];
	let section = '';
	let table: Table | undefined;
	for (const line of withoutCode(page).split('\n')) {
		section = /^#+ (.+)$/.exec(line)?.[1] ?? /<summary><b>(.+)<\/b>/.exec(line)?.[1] ?? section;
		if (!line.startsWith('|')) {
			table = undefined;
		} else if (table === undefined) {
			table = { section, head: cellsOf(line), rows: [] };
			tables.push(table);
		} else if (!/^[|\s-]+$/.test(line)) {
			table.rows.push(cellsOf(line));
		}
	}
	return tables;
}

/** A `\|` doesn't end a cell. */
function cellsOf(line: string): string[] {
	return line
		.slice(1)
		.replace(/\|\s*$/, '')
		.split(/(?<!\\)\|/)
		.map((cell) => cell.trim());
}

function withoutCode(page: string): string {
	return page.replace(/^```[\s\S]*?^```$/gm, '');
}

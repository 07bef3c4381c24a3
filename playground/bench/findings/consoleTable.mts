import CliTable from 'cli-table3';

import type { Table } from './tables.mts';

/** A table as text for a terminal. */
export function toConsole({ title, head, rows }: Table): string {
	const table = new CliTable({ head, style: { head: [], border: [] } });
	table.push(...rows);
	return `\n${title}\n${table.toString()}`;
}

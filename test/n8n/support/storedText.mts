import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const DATABASE = 'database.sqlite';

/** A place where n8n keeps something: a column of its database or a file. */
export interface StoredText {
	place: string;
	text: string;
}

/**
 * Everything that n8n has written down: its SQLite database, column by column (a page of the file may end in the middle of a
 * word) and as the files are, its logs and its other files. Not the installed package.
 */
export function allStoredText(userFolder: string): StoredText[] {
	const folder = join(userFolder, '.n8n');
	return [...filesIn(folder, userFolder), ...columnsOf(join(folder, DATABASE))];
}

function filesIn(folder: string, userFolder: string): StoredText[] {
	const inside = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((file) => !relative(folder, file).startsWith('nodes/'));
	return [...inside, join(userFolder, 'n8n.log')]
		.filter((file) => existsSync(file))
		.map((file) => ({ place: relative(userFolder, file), text: readFileSync(file, 'latin1') }));
}

function columnsOf(file: string): StoredText[] {
	const database = new DatabaseSync(file, { readOnly: true });
	try {
		const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as Array<{
			name: string;
		}>;
		return tables.flatMap(({ name }) => {
			const rows = database.prepare(`SELECT * FROM "${name}"`).all();
			return rows.flatMap((row) =>
				Object.entries(row).map(([column, value]) => ({
					place: `table ${name}, column ${column}`,
					text: textOf(value),
				})),
			);
		});
	} finally {
		database.close();
	}
}

function textOf(value: unknown): string {
	return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value);
}

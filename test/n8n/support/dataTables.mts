import type { IDataObject } from 'n8n-workflow';
import type { N8nApi } from '../../../playground/n8n/api.mts';

const PAGE = 250;

/** The owner's data tables, by name. */
export class DataTables {
	readonly #api: N8nApi;

	constructor(api: N8nApi) {
		this.#api = api;
	}

	/** All rows, without the columns that n8n adds. @throws Error when there is no table of that name */
	async rows(name: string): Promise<IDataObject[]> {
		const path = await this.#find(name);
		if (path === undefined) throw new Error(`There is no data table "${name}"`);
		const rows: IDataObject[] = [];
		for (;;) {
			const { count, data } = await this.#api.call<{ count: number; data: IDataObject[] }>(
				'GET',
				`${path}/rows?take=${PAGE}&skip=${rows.length}`,
			);
			rows.push(...data);
			if (data.length === 0 || rows.length >= count) break;
		}
		return rows.map(({ id, createdAt, updatedAt, ...columns }) => columns);
	}

	/** Removes a table if it is there. */
	async drop(name: string): Promise<void> {
		const path = await this.#find(name);
		if (path !== undefined) await this.#api.call('DELETE', path);
	}

	async #find(name: string): Promise<string | undefined> {
		const { id: projectId } = await this.#api.call<{ id: string }>('GET', '/rest/projects/personal');
		const folder = `/rest/projects/${projectId}/data-tables`;
		const { data } = await this.#api.call<{ data: Array<{ id: string; name: string }> }>(
			'GET',
			`${folder}?take=100`,
		);
		const table = data.find((candidate) => candidate.name === name);
		return table === undefined ? undefined : `${folder}/${table.id}`;
	}
}

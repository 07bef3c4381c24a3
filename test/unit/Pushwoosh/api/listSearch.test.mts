import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { describe, expect, it, vi } from 'vitest';

import { listSearch } from '../../../../nodes/Pushwoosh/api/listSearch.ts';
import { ended, withFakeClock } from '../../shared/http/clients.mts';
import { fakeContext, type Respond } from '../../shared/fakeContext.mts';

withFakeClock();

const ok = (response: unknown) => ({ body: { status_code: 200, status_message: 'OK', response } });

/** The editor's context: the form as it is at present, and a Pushwoosh that answers so. */
function editor(respond: Respond, form: Record<string, unknown> = {}) {
	const { context, requests } = fakeContext({ respond });
	const credentials: IDataObject = { apiToken: 'SERVER-TOKEN', baseUrl: 'https://api.example' };
	const asEditor = Object.assign(context, {
		getCredentials: async () => credentials,
		getCurrentNodeParameter: (path: string) => form[path],
	}) as unknown as ILoadOptionsFunctions;
	return { context: asEditor, requests };
}

describe('the list of applications', () => {
	const respond: Respond = () =>
		ok({ applications: { 'B-2': 'shop', 'A-10': 'App 10', 'A-9': 'app 9', 'C-3': 'C-3' } });

	it('holds each with its code, by name, numbers as numbers and case aside', async () => {
		const { context, requests } = editor(respond);
		expect((await ended(listSearch.searchApplications.call(context))).value).toEqual({
			results: [
				{ name: 'app 9 (A-9)', value: 'A-9' },
				{ name: 'App 10 (A-10)', value: 'A-10' },
				{ name: 'C-3', value: 'C-3' },
				{ name: 'shop (B-2)', value: 'B-2' },
			],
		});
		expect(requests[0]).toMatchObject({ url: 'https://api.example/json/1.3/getApplications' });
	});

	it('holds those of every page', async () => {
		const { context, requests } = editor((_, at) =>
			ok({ total: 1, page: at, applications: { [`A-${at}`]: `App ${at}` } }),
		);
		const { value } = await ended(listSearch.searchApplications.call(context));
		expect(value?.results.map((entry) => entry.value)).toEqual(['A-0', 'A-1']);
		expect(requests.map(({ body }) => body)).toEqual([{ request: {} }, { request: { page: 1 } }]);
	});

	it('is sorted in a moment, however long', async () => {
		const applications = Object.fromEntries(
			Array.from({ length: 20_000 }, (_, at) => [`A-${at}`, `App ${(at * 7919) % 20_000}`]),
		);
		const { context } = editor(() => ok({ applications }));
		const localeCompare = vi.spyOn(String.prototype, 'localeCompare');
		const { value } = await ended(listSearch.searchApplications.call(context));
		expect(value?.results.map(({ name }) => name.split(' ')[1])).toEqual(
			Array.from({ length: 20_000 }, (_, at) => `${at}`),
		);
		expect(localeCompare).not.toHaveBeenCalled();
	});

	it.each([
		[' SHOP ', ['B-2']],
		['a-1', ['A-10']],
		['nothing', []],
		['', ['A-9', 'A-10', 'C-3', 'B-2']],
	])('filtered by “%s” holds %j', async (filter, values) => {
		const { value } = await ended(listSearch.searchApplications.call(editor(respond).context, filter));
		expect(value?.results.map((entry) => entry.value)).toEqual(values);
	});

	it('is tried twice at most, and says what to do when it can’t be had', async () => {
		const { context, requests } = editor(() => ({ statusCode: 503, body: 'Busy' }));
		const { thrown } = await ended(listSearch.searchApplications.call(context));
		expect(requests).toHaveLength(2);
		expect(requests[0]?.timeout).toBe(16_000);
		expect(thrown).toMatchObject({
			message: "Pushwoosh didn't list the applications (HTTP 503: “Busy”)",
			description: 'Pushwoosh has a problem of its own: try again later.',
			httpCode: '503',
		});
	});

	it('keeps its own sentence where n8n sees the name of a system error in it', async () => {
		const { context } = editor(() => ({
			body: { status_code: 210, status_message: 'preexisting problem', response: null },
		}));
		const { thrown } = await ended(listSearch.searchApplications.call(context));
		expect((thrown as Error).message).toBe("Pushwoosh didn't list the applications: “preexisting problem”");
	});

	it('has no status where no answer came', async () => {
		const { context } = editor(() => {
			throw new Error('wrapped', { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) });
		});
		const { thrown } = await ended(listSearch.searchApplications.call(context));
		expect(thrown).toMatchObject({ message: 'The address api.example could not be found' });
		expect((thrown as { httpCode: unknown }).httpCode ?? null).toBeNull();
	});
});

describe('the list of segments', () => {
	const segments = [
		{ code: 'S-1', name: 'Madrid' },
		{ code: 'S-2', name: 'Adults' },
		{ code: 'S-3', name: 'Madrid' },
		{ name: 'No code' },
		{ code: 'S-4' },
		{ code: 'S-5', name: 'Madrid ' },
	];
	const respond: Respond = () => ok({ filters: segments });
	const search = async (form: Record<string, unknown>, filter?: string) => {
		const { context, requests } = editor(respond, form);
		const outcome = await ended(listSearch.searchSegments.call(context, filter));
		return { ...outcome, requests };
	};

	it('holds the names of the chosen application as they are listed, each once', async () => {
		const { value, requests } = await search({ application: { mode: 'list', value: 'A-1' } });
		expect(value).toEqual({
			results: [
				{ name: 'Adults', value: 'Adults', description: 'S-2' },
				{ name: 'Madrid', value: 'Madrid', description: 'S-1' },
				{ name: 'Madrid ', value: 'Madrid ', description: 'S-5' },
				{ name: 'No code', value: 'No code' },
			],
		});
		expect(requests[0]?.body).toEqual({ request: { application: 'A-1' } });
	});

	it.each([
		[{}],
		[{ application: { mode: 'code', value: '' } }],
		[{ application: { mode: 'code', value: '={{ $json.app }}' } }],
	])('asks for an application first (%j)', async (form) => {
		const { thrown, requests } = await search(form);
		expect(thrown).toMatchObject({
			message: "Choose an 'Application' first",
			description:
				"The list shows the segments of one application. Or enter the segment's name with 'By Name'.",
		});
		expect(requests).toEqual([]);
	});

	it('is filtered by name', async () => {
		const { value } = await search({ application: 'A-1' }, 'mad');
		expect(value?.results.map(({ name }) => name)).toEqual(['Madrid', 'Madrid ']);
	});
});

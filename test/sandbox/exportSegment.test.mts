import { strFromU8, unzipSync } from 'fflate';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { send, useSandbox } from './support.mts';

const sandbox = useSandbox();
const start = (body: object, headers = {}) =>
	send(`${sandbox.url}/api/v2/audience/exportSegment`, { json: body, headers });
const result = (body: object) => send(`${sandbox.url}/api/v2/audience/exportSegment/result`, { json: body });
const madrid = 'A("AAAAA-00000") * T("City", EQ, "Madrid")';

async function finished(body: object): Promise<Record<string, unknown>> {
	sandbox.pushwoosh.settings.export.pollsUntilDone = 0;
	const { task_id: id } = (await start({ auth: 'SERVER_TOKEN', ...body })).body as { task_id: number };
	return (await result({ auth: 'SERVER_TOKEN', task_id: String(id) })).body as Record<string, unknown>;
}

/** Name and content of the only file in an archive. */
function unzip(archive: Buffer): { name: string; content: string } {
	const files = Object.entries(unzipSync(archive)).map(([name, bytes]) => ({
		name,
		content: strFromU8(bytes),
	}));
	expect(files).toHaveLength(1);
	return files[0];
}

async function download(url: string): Promise<Buffer> {
	const answer = await request(url);
	expect(answer.statusCode).toBe(200);
	expect(answer.headers['content-type']).toBe('application/zip');
	return Buffer.from(await answer.body.arrayBuffer());
}

it('the words of its status, its file and the segment condition are switches', async () => {
	const { settings } = sandbox.pushwoosh;
	settings.export.words = { running: 'queued', completed: 'processed', failed: 'broken' };
	const started = await start({ auth: 'SERVER_TOKEN', filterExpression: madrid });
	const { task_id: id } = started.body as { task_id: number };
	expect((await result({ auth: 'SERVER_TOKEN', task_id: String(id) })).body).toMatchObject({
		status: 'queued',
	});
	expect(await finished({ filterExpression: madrid })).toMatchObject({ status: 'processed' });
	settings.export.namesFile = false;
	expect(await finished({ filterExpression: madrid })).not.toHaveProperty('filename');
	settings.export.fail = true;
	expect(await finished({ filterExpression: madrid })).toEqual({ status: 'broken' });

	sandbox.pushwoosh.addFilter({ name: 'x', code: '12345-ABCDE', filterExpression: madrid });
	const bySegment = { auth: 'SERVER_TOKEN', filterExpression: 'Segment("12345-ABCDE")' };
	expect((await start(bySegment)).status).toBe(200);
	settings.segmentConditions = false;
	expect((await start(bySegment)).status).toBe(400);
});

describe('the documented export', () => {
	it('starts, goes on, completes, and gives a ZIP with a CSV', async () => {
		const started = await start({ auth: 'SERVER_TOKEN', filterExpression: madrid, exportCsv: true });
		expect(started.status).toBe(200);
		expect(started.body).toEqual({ task_id: 123456 });
		const poll = () => result({ auth: 'SERVER_TOKEN', task_id: '123456' });
		expect((await poll()).body).toEqual({ status: 'in-progress', progress: '33' });
		expect((await poll()).body).toEqual({ status: 'in-progress', progress: '66' });
		const completed = (await poll()).body as { filename: string };
		expect(completed).toEqual({
			status: 'completed',
			devices_count: '10',
			filename: expect.stringMatching(/\/files\/export_segment_AAAAA-00000_\d+_123456\.csv\.zip$/) as string,
		});
		const { name, content } = unzip(await download(completed.filename));
		expect(name).toMatch(/\.csv$/);
		const [header, first, ...others] = content.trimEnd().split('\n');
		expect(header).toMatch(/^Hwid,User ID,Push Token,Type,Type \(humanized\),City,/);
		expect(first).toMatch(/^hwid-001,user-001,push-token-1,1,iOS,Madrid,/);
		expect(others).toHaveLength(9);
	});

	it('without a file it only counts', async () => {
		expect(await finished({ filterExpression: 'A("AAAAA-00000")', exportCsv: false })).toEqual({
			status: 'completed',
			devices_count: '40',
		});
	});

	it('as JSON lines, and with chosen columns', async () => {
		const json = await finished({ filterExpression: madrid, format: 'json' });
		const [line] = unzip(await download(String(json.filename))).content.split('\n');
		expect(JSON.parse(line)).toMatchObject({
			hwid: 'hwid-001',
			device_tags: expect.arrayContaining([
				{ name: 'City', string: 'Madrid' },
				{ name: 'Age', integer: 15 },
			]) as object,
			app_tags: {
				'AAAAA-00000': { tags: expect.arrayContaining([{ name: 'Level', integer: 0 }]) as object },
			},
		});
		const chosen = await finished({ filterExpression: madrid, exportData: ['Hwid', 'Age'] });
		expect(unzip(await download(String(chosen.filename))).content).toMatch(/^Hwid,Age\nhwid-001,15\n/);
	});

	it('in the other shapes that are known', async () => {
		Object.assign(sandbox.pushwoosh.settings.export, {
			taskIdAs: 'string',
			numbersAs: 'number',
			fileKey: 'csv_filename',
		});
		expect((await start({ auth: 'SERVER_TOKEN', filterExpression: madrid })).body).toEqual({
			task_id: '123456',
		});
		expect(await finished({ filterExpression: madrid })).toEqual({
			status: 'completed',
			devices_count: 10,
			csv_filename: expect.stringContaining('.csv.zip') as string,
		});
	});

	it('can fail', async () => {
		sandbox.pushwoosh.settings.export.fail = true;
		expect(await finished({ filterExpression: madrid })).toEqual({ status: 'failed' });
	});
});

describe('refusals are HTTP statuses with a message', () => {
	const good = { auth: 'SERVER_TOKEN', filterExpression: madrid };
	it.each<[string, number, object]>([
		['the 1.3 envelope', 400, { request: good }],
		['an unknown field', 400, { ...good, filter_expression: madrid }],
		['no expression', 400, { auth: 'SERVER_TOKEN' }],
		['a bad expression', 400, { ...good, filterExpression: 'T("City", EQ, Madrid)' }],
		['exportCsv as text', 400, { ...good, exportCsv: 'false' }],
		['an unknown format', 400, { ...good, format: 'xlsx' }],
		['exportData as text', 400, { ...good, exportData: 'Hwid' }],
		['no token', 401, { filterExpression: madrid }],
		['a wrong token', 401, { ...good, auth: 'WRONG' }],
		['a device token', 401, { ...good, auth: 'DEVICE_TOKEN' }],
	])('%s: %i', async (_name, status, body) => {
		const reply = await start(body);
		expect(reply.status).toBe(status);
		expect(reply.body).toEqual({ message: expect.any(String) as string });
	});

	it('the token in a header, and a token without the permission', async () => {
		expect((await start(good, { authorization: 'Token SERVER_TOKEN' })).status).toBe(401);
		sandbox.pushwoosh.addApiToken('READER', { permissions: ['getApplications'] });
		expect((await start({ ...good, auth: 'READER' })).status).toBe(403);
	});

	it('a task id as number, an unknown one, and one of another account', async () => {
		await start(good);
		sandbox.pushwoosh.addApiToken('NEIGHBOUR', { account: 'other' });
		expect((await result({ auth: 'SERVER_TOKEN', task_id: 123456 })).status).toBe(400);
		expect((await result({ auth: 'SERVER_TOKEN', task_id: '1' })).status).toBe(404);
		expect((await result({ auth: 'NEIGHBOUR', task_id: '123456' })).status).toBe(404);
	});

	it('the file is refused to whoever brings a credential', async () => {
		const { filename } = await finished({ filterExpression: madrid });
		const url = String(filename);
		const carried: Array<Record<string, string>> = [
			{ authorization: 'Token SERVER_TOKEN' },
			{ cookie: 'a=b' },
			{ 'x-api-key': 'SERVER_TOKEN' },
		];
		for (const headers of carried) {
			expect((await send(url, { headers })).status).toBe(400);
		}
		expect((await send(`${url}?auth=SERVER_TOKEN`)).status).toBe(400);
		expect((await send(url.replace('_123456', '_1'))).status).toBe(404);
	});
});

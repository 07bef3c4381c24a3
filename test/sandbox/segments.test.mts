import { describe, expect, it } from 'vitest';
import { pushwoosh, send, useSandbox } from './support.mts';

const sandbox = useSandbox();
const madrid = { name: 'Madrid adults', filter_expression: 'T("City", EQ, "Madrid") * T("Age", GTE, 18)' };
const refusal = (message: unknown, code = 210) => ({
	status_code: code,
	status_message: message,
	response: null,
});

describe('createFilter and listFilters', () => {
	it('the documented request, answer and list, with operators and texts in lower case', async () => {
		const created = await send(`${sandbox.url}/json/1.3/createFilter`, {
			json: {
				request: {
					auth: 'SERVER_TOKEN',
					name: 'Madrid adults',
					filter_expression: 'T("City", EQ, "Madrid") * T("Age", GTE, 18)',
					expiration_date: '2027-01-01',
				},
			},
		});
		expect(created.body).toEqual({
			status_code: 200,
			status_message: 'OK',
			response: { name: 'Madrid adults' },
		});
		const listed = await send(`${sandbox.url}/json/1.3/listFilters`, {
			json: { request: { auth: 'SERVER_TOKEN', application: 'AAAAA-00000' } },
		});
		expect(listed.body).toEqual({
			status_code: 200,
			status_message: 'OK',
			response: {
				filters: [
					{
						code: expect.stringMatching(/^[0-9A-F]{5}-[0-9A-F]{5}$/) as string,
						name: 'Madrid adults',
						filter_expression: 'T("City", eq, "madrid") * T("Age", gte, 18)',
						expiration_date: '2027-01-01',
					},
				],
			},
		});
	});

	it('the documented list of an application-specific filter', async () => {
		sandbox.pushwoosh.addFilter({
			code: '12345-ABCDE',
			name: 'Madrid adults',
			filterExpression: madrid.filter_expression,
			expirationDate: '2027-01-01',
			application: 'AAAAA-00000',
		});
		expect((await pushwoosh(sandbox, 'listFilters', { application: 'AAAAA-00000' })).body).toEqual({
			status_code: 200,
			status_message: 'OK',
			response: {
				filters: [
					{
						code: '12345-ABCDE',
						name: 'Madrid adults',
						filter_expression: 'T("City", eq, "madrid") * T("Age", gte, 18)',
						expiration_date: '2027-01-01',
						application: 'AAAAA-00000',
					},
				],
			},
		});
		expect((await pushwoosh(sandbox, 'listFilters', { application: 'BBBBB-00000' })).body).toMatchObject({
			response: { filters: [] },
		});
	});

	it('a filter that never expires has null for a date; an expired one is gone', async () => {
		await pushwoosh(sandbox, 'createFilter', madrid);
		sandbox.pushwoosh.addFilter({
			name: 'Old',
			filterExpression: 'A("AAAAA-00000")',
			expirationDate: '2020-01-01',
		});
		const { body } = await pushwoosh(sandbox, 'listFilters', { application: 'AAAAA-00000' });
		expect(body).toMatchObject({ response: { filters: [{ name: 'Madrid adults', expiration_date: null }] } });
	});

	it('the application of a filter needs a High-Speed Setup', async () => {
		const fields = { ...madrid, application: 'AAAAA-00000' };
		expect((await pushwoosh(sandbox, 'createFilter', fields)).body).toMatchObject({ status_code: 210 });
		sandbox.pushwoosh.settings.highSpeedSetup = true;
		expect((await pushwoosh(sandbox, 'createFilter', fields)).body).toMatchObject({ status_code: 200 });
		expect(sandbox.pushwoosh.filters).toMatchObject([{ application: 'AAAAA-00000' }]);
	});

	it.each<[string, string, object, unknown]>([
		['createFilter', 'no name', { filter_expression: 'A("AAAAA-00000")' }, 'Field "name" is required'],
		['createFilter', 'no expression', { name: 'x' }, 'Field "filter_expression" is required'],
		[
			'createFilter',
			'a bad expression',
			{ name: 'x', filter_expression: 'City = Madrid' },
			expect.stringContaining('Invalid filter expression'),
		],
		[
			'createFilter',
			'the old contract',
			{ name: 'x', conditions: [], operator: 'AND' },
			'Unexpected field "conditions"',
		],
		[
			'createFilter',
			'the name of the export field',
			{ name: 'x', filterExpression: 'A("AAAAA-00000")' },
			'Unexpected field "filterExpression"',
		],
		[
			'createFilter',
			'a date with time',
			{ ...madrid, expiration_date: '2027-01-01T00:00:00Z' },
			expect.stringContaining('expiration_date'),
		],
		[
			'createFilter',
			'no calendar date',
			{ ...madrid, expiration_date: '2027-02-30' },
			expect.stringContaining('expiration_date'),
		],
		['listFilters', 'no application', {}, 'API token or application is not set'],
		['listFilters', 'an unknown application', { application: 'ZZZZZ-00000' }, 'Application not found'],
		['deleteFilter', 'no name', {}, 'Field "name" is required'],
		['deleteFilter', 'a code in place of the name', { code: '12345-ABCDE' }, 'Unexpected field "code"'],
	])('%s refuses %s', async (method, _name, fields, message) => {
		const reply = await pushwoosh(sandbox, method, fields);
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual(refusal(message));
	});
});

describe('deleteFilter', () => {
	it('deletes by name and answers null', async () => {
		await pushwoosh(sandbox, 'createFilter', madrid);
		const reply = await send(`${sandbox.url}/json/1.3/deleteFilter`, {
			json: { request: { auth: 'SERVER_TOKEN', name: 'Madrid adults', application: 'AAAAA-00000' } },
		});
		expect(reply.body).toEqual({ status_code: 200, status_message: 'OK', response: null });
		expect(sandbox.pushwoosh.filters).toEqual([]);
		expect((await pushwoosh(sandbox, 'deleteFilter', { name: 'Madrid adults' })).body).toEqual(
			refusal('Resource not found', 404),
		);
	});

	it('ignores the application that it is given, or keeps to it', async () => {
		const expression = 'A("BBBBB-00000")';
		const remove = async (fields: object) =>
			(await pushwoosh(sandbox, 'deleteFilter', { name: 'x', ...fields })).body;
		const demo = { application: 'AAAAA-00000' };
		sandbox.pushwoosh.addFilter({ name: 'x', filterExpression: expression, application: 'BBBBB-00000' });
		expect(await remove(demo)).toMatchObject({ status_code: 200 });
		expect(sandbox.pushwoosh.filters).toEqual([]);

		sandbox.pushwoosh.settings.deleteFilterBound = true;
		sandbox.pushwoosh.addFilter({ name: 'x', filterExpression: expression, application: 'BBBBB-00000' });
		expect(await remove(demo)).toEqual(refusal('Resource not found', 404));
		expect(await remove({})).toEqual(refusal('API token or application is not set'));
		expect(sandbox.pushwoosh.filters).toHaveLength(1);
		expect(await remove({ application: 'BBBBB-00000' })).toMatchObject({ status_code: 200 });
	});
});

import fc from 'fast-check';

import { ok, type Asked, type Reply } from './hostileServer.mts';

/** What a service would answer if all went well. */
export type Truth = (asked: Asked) => unknown;

/** A way to answer: from what would be the true answer. */
export type Hostility = (asked: Asked, truth: unknown) => Reply;

const STRANGE: fc.Arbitrary<unknown> = fc.oneof(
	fc.constantFrom<unknown>(
		null,
		true,
		false,
		0,
		-1,
		200,
		404,
		'',
		' ',
		'OK',
		'ok',
		'200',
		'NOT_FOUND',
		'INTERNAL',
		'Internal Server Error',
		[],
		{},
		[null],
		[[]],
		[{}],
		{ error: null },
		{ error: 'NOT_FOUND' },
		{ error: { status: 'NOT_FOUND' } },
		{ error: {} },
		{ status: 'OK' },
		{ status_code: 200 },
		1e308,
		9007199254740993,
		'\u0000',
		'\ud800',
		'__proto__',
	),
	fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text) as unknown),
	fc.string({ unit: 'grapheme' }),
);

/** Changes one thing somewhere in a JSON value. */
const change: fc.Arbitrary<(json: unknown) => unknown> = fc
	.record({
		where: fc.array(fc.nat(), { maxLength: 4 }),
		how: fc.constantFrom('replace', 'remove', 'double', 'swap', 'cut', 'extend', 'wrap', 'rename', 'add'),
		what: STRANGE,
		key: fc.constantFrom(
			'error',
			'status',
			'status_code',
			'results',
			'__proto__',
			'constructor',
			'length',
			'x',
		),
	})
	.map((plan) => (json: unknown) => changeAt(structuredClone(json), plan.where, plan));

function changeAt(
	json: unknown,
	where: number[],
	plan: { how: string; what: unknown; key: string },
): unknown {
	const [step, ...rest] = where;
	if (typeof json !== 'object' || json === null || step === undefined) return apply(json, plan);
	const keys = Object.keys(json);
	if (keys.length === 0) return apply(json, plan);
	const key = keys[step % keys.length] as keyof typeof json;
	if (rest.length === 0 && plan.how === 'remove') {
		if (Array.isArray(json)) return json.filter((_, index) => String(index) !== key);
		return Object.fromEntries(Object.entries(json).filter(([name]) => name !== key));
	}
	(json as Record<string, unknown>)[key] = changeAt(json[key], rest, plan);
	return json;
}

function apply(json: unknown, { how, what, key }: { how: string; what: unknown; key: string }): unknown {
	if (Array.isArray(json)) {
		if (how === 'double') return [...json, ...json];
		if (how === 'swap') return [...json].reverse();
		if (how === 'cut') return json.slice(0, Math.floor(json.length / 2));
		if (how === 'extend') return [...json, what];
	}
	if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
		if (how === 'add') return { ...json, [key]: what };
		if (how === 'rename') {
			return Object.fromEntries(Object.entries(json).map(([name, value]) => [name.toUpperCase(), value]));
		}
	}
	return how === 'wrap' ? [json] : what;
}

const statuses = fc.constantFrom(
	200,
	200,
	200,
	201,
	202,
	204,
	206,
	301,
	302,
	303,
	307,
	308,
	400,
	401,
	403,
	404,
	404,
	409,
	410,
	418,
	429,
	500,
	502,
	503,
	504,
);

/** Bodies that have nothing to do with what was asked. */
const nonsense: fc.Arbitrary<string | Buffer> = fc.oneof(
	fc.constantFrom(
		'',
		' ',
		'null',
		'true',
		'0',
		'"OK"',
		'[]',
		'{}',
		'{',
		'}',
		'[{}',
		'{"results":',
		'{"results":[{}',
		'undefined',
		'NaN',
		'<!doctype html><html><title>Error 404</title><p>Not found',
		'<html><body>502 Bad Gateway</body></html>',
		'{"error":"No information found about this instance id."}',
		'{"error":"InvalidToken"}',
		'{"error":"Unauthorized"}',
		'{"error":{"code":404,"status":"NOT_FOUND","message":"Requested entity was not found."}}',
		'{"error":{"code":404,"status":"NOT_FOUND","message":"The requested URL was not found on this server."}}',
		'{"error":{"status":"UNREGISTERED"}}',
		'{"error":[]}',
		'{"error":null}',
		'{"error":""}',
		'{"results":{}}',
		'{"results":null}',
		'{"results":[null]}',
		'{"status_code":200}',
		'{"status_code":"200","response":null}',
		'{"status_code":200,"status_message":"OK","response":{"Messages":[]}}',
		'{"status_code":210}',
		'{"status_code":{}}',
		'{"token":""}',
		'{"token":{}}',
		'{"__proto__":{"results":[{}]}}',
		'\ufeff{}',
		'{}{}',
		"{'a':1}",
		'{"a":1,}',
		'{"status":"completed"}',
		'{"status":"failed"}',
		'{"task_id":1e400}',
		'{"task_id":"x","status":"completed","devices_count":-1}',
	),
	fc.json(),
	fc.string({ unit: 'grapheme', maxLength: 300 }),
	fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
	fc.integer({ min: 1, max: 60_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
	fc.integer({ min: 1, max: 20_000 }).map((depth) => '{"error":'.repeat(depth) + '1' + '}'.repeat(depth)),
	fc.integer({ min: 1, max: 200_000 }).map((length) => `{"results":[${'{},'.repeat(length)}{}]}`),
	fc.integer({ min: 1, max: 500_000 }).map((length) => `{"error":"${'a'.repeat(length)}"}`),
);

const headers: fc.Arbitrary<Record<string, string>> = fc.oneof(
	{ weight: 5, arbitrary: fc.constant({ 'content-type': 'application/json' }) },
	fc.constantFrom<Record<string, string>>(
		{},
		{ 'content-type': 'text/html' },
		{ 'content-type': 'application/octet-stream' },
		{ 'content-type': 'application/json; charset=utf-16' },
		{ 'content-type': 'multipart/form-data' },
		{ 'content-encoding': 'gzip', 'content-type': 'application/json' },
		{ 'content-encoding': 'br', 'content-type': 'application/json' },
		{ 'content-encoding': 'unknown', 'content-type': 'application/json' },
		{ 'retry-after': '-1' },
		{ 'retry-after': '999999999999999999999' },
		{ 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' },
		{ 'set-cookie': 'a=b', 'x-long': 'a'.repeat(8000) },
	),
);

/** Every way to answer that ends by itself. @param elsewhere where redirects lead */
export function hostilities(elsewhere: () => string): fc.Arbitrary<Hostility> {
	const changed = fc
		.record({
			changes: fc.array(change, { maxLength: 3 }),
			status: statuses,
			headers,
			cut: fc.nat(40),
			text: fc.nat(3),
		})
		.map(
			(plan): Hostility =>
				(_, truth) => {
					const json = plan.changes.reduce((value, each) => each(value), truth);
					const whole = JSON.stringify(json) ?? '';
					const body = plan.text === 0 ? whole.slice(0, Math.max(0, whole.length - plan.cut)) : whole;
					return { status: plan.status, headers: plan.headers, body, delivery: 'whole' };
				},
		);
	const other = fc.record({ body: nonsense, status: statuses, headers }).map(
		(plan): Hostility =>
			() => ({ ...plan, delivery: 'whole' }),
	);
	const redirect = fc.constantFrom(301, 302, 303, 307, 308).map(
		(status): Hostility =>
			(asked, truth) =>
				ok(truth, {
					status,
					headers: { location: `${elsewhere()}${asked.path}`, 'content-type': 'application/json' },
				}),
	);
	const broken = fc.constantFrom('cut', 'reset').map(
		(delivery): Hostility =>
			(_, truth) =>
				ok(truth, { delivery: delivery as 'cut' }),
	);
	const good = fc.constant<Hostility>((_, truth) => ok(truth));
	return fc.oneof(
		{ weight: 6, arbitrary: changed },
		{ weight: 4, arbitrary: other },
		{ weight: 1, arbitrary: redirect },
		{ weight: 1, arbitrary: broken },
		{ weight: 2, arbitrary: good },
	);
}

import type { INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createEngine, NODE, SOURCE, workflow, type Engine } from '../../../playground/engine/index.mts';
import { loadN8n } from '../../../playground/engine/n8n.mts';
import type { Comparison } from './fixture/Compare.node.mts';
import { createSharedPackage } from './fixture/package.mts';

let engine: Engine;
let remove: () => Promise<void>;

beforeAll(async () => {
	const fixture = await createSharedPackage();
	({ remove } = fixture);
	engine = await createEngine({ packageDir: fixture.packageDir });
});

afterAll(async () => await remove());

/** Reads these values of a parameter in both ways, each from items that hold everything. */
async function compare(values: unknown[]): Promise<Comparison[]> {
	const parameters = Object.fromEntries(values.map((value, at) => [`p${at}`, value])) as INodeParameters;
	const spec = workflow(
		[
			{ name: SOURCE, type: 'playground.source' },
			{ name: 'Values', type: 'values', parameters: { count: 2 * values.length } },
			{ name: NODE, type: 'compare', parameters },
		],
		[
			[SOURCE, 'Values'],
			['Values', NODE],
		],
	);
	const result = await engine.run(spec);
	expect(result.error).toBeUndefined();
	const comparisons = result.node(NODE).success.map(({ json }) => json as unknown as Comparison);
	expect(comparisons).toHaveLength(values.length);
	return comparisons;
}

/** Taken straight from the item. */
const REFERENCES = [
	'={{ $json.text }}',
	'={{$json.text}}',
	'={{\n\t$json\n.text\n}}',
	'={{ $json . text }}',
	'={{\u00a0$json.text\u2028}}',
	'={{ $json.empty }}',
	'={{ $json.long }}',
	'={{ $json.emoji }}',
	'={{ $json.zero }}',
	'={{ $json.one }}',
	'={{ $json.huge }}',
	'={{ $json.yes }}',
	'={{ $json.no }}',
	'={{ $json.nothing }}',
	'={{ $json.undef }}',
	'={{ $json.missing }}',
	'={{ $json.missing.further.in }}',
	'={{ $json.nothing.further }}',
	'={{ $json.undef["further"] }}',
	'={{ $json.list }}',
	'={{ $json.emptyList }}',
	'={{ $json.longList }}',
	'={{ $json.list[0] }}',
	'={{ $json.list["2"] }}',
	'={{ $json.list[9] }}',
	'={{ $json.list.length }}',
	'={{ $json.list.missing }}',
	'={{ $json.list[9].further }}',
	'={{ $json.nested[1][0] }}',
	'={{ $json.people[1].name }}',
	'={{ $json.deep.er.est }}',
	'={{ $json["deep"][\'er\'].list }}',
	'={{ $json.deep.nothing }}',
	'={{ $json.deep.missing }}',
	'={{ $json["a b"] }}',
	'={{ $json["x.y"] }}',
	'={{ $json["it\'s"] }}',
	"={{ $json['q\"q'] }}",
	'={{ $json["größe"] }}',
	'={{ $json["Amount (EUR)"] }}',
	'={{ $json["price.first(x)"] }}',
	'={{ $json["$if("] }}',
	'={{ $json["a{{b"] }}',
	'={{ $json["tab\tkey"] }}',
	'={{ $json["nbsp\u00a0key"] }}',
	'={{ $json[""] }}',
	'={{ $json[0] }}',
	'={{ $json["1"] }}',
	'={{ $json["01"] }}',
	'={{ $json.$ }}',
	'={{ $json.$x }}',
	'={{ $json._ }}',
	'={{ $json.json }}',
	'={{ $json.this }}',
	'={{ $json.true }}',
	'={{ $json.process }}',
	'={{ $json.length }}',
	'={{ $json.isEmpty }}',
	'={{ $json.then }}',
	'={{ $json.toJSON }}',
	'={{ $json.isProxy }}',
];

/** Left to n8n, once for each item. */
const OTHERS = [
	'= {{ $json.text }}',
	'={{ $json.text }} ',
	'={{ $json.text }}\n',
	'=to {{ $json.text }}',
	'={{ $json.text }}, {{ $json.one }}',
	'={{ $json.missing }}{{ $json.nothing }}',
	'=',
	'=plain',
	'={{ }}',
	'={{ $json.text',
	'={{{ $json.text }}}',
	'={{ $json }}}}',
	'={{ $json.text + "!" }}',
	'={{ $json.text.toUpperCase() }}',
	'={{ $json.list.first() }}',
	'={{ $json.missing ?? "fallback" }}',
	'={{ $json?.text }}',
	'={{ $json.missing?.further }}',
	'={{ $json.deep?.["er"].est }}',
	'={{ ($json.text) }}',
	'={{ $json.text; }}',
	'={{ $json.text /* comment */ }}',
	'={{ // comment\n$json.text }}',
	'={{ $json[`text`] }}',
	'={{ $json[$json.text] }}',
	'={{ $json.größe }}',
	'={{ $json.text.length }}',
	'={{ $json.text[0] }}',
	'={{ $json.one.further }}',
	'={{ $json.list[-1] }}',
	'={{ $json.list[01] }}',
	'={{ $json[01] }}',
	'={{ $json.list.map }}',
	'={{ $json.minusZero }}',
	'={{ $json.notANumber }}',
	'={{ $json.infinite }}',
	'={{ $json.big }}',
	'={{ $json.oddList }}',
	'={{ $json.sparse }}',
	'={{ $json.nested }}',
	'={{ $json.people }}',
	'={{ $json.dates }}',
	'={{ $json.deep }}',
	'={{ $json.date }}',
	'={{ $json.date.missing }}',
	'={{ $json.luxon }}',
	'={{ $json.luxon.ts }}',
	'={{ $json.luxon.missing }}',
	'={{ $json.map }}',
	'={{ $json.bytes }}',
	'={{ $json.instance }}',
	'={{ $json.instance.own }}',
	'={{ $json["a}}b"] }}',
	'={{ $json["line\nkey"] }}',
	'={{ $json["cr\rkey"] }}',
	'={{ $json["separator\u2028key"] }}',
	'={{ $json["a\\\\b"] }}',
	'={{ $json.toString }}',
	'={{ $json["toString"] }}',
	'={{ $json.valueOf }}',
	'={{ $json.hasOwnProperty }}',
	'={{ $json.deep.toString }}',
	'={{ $json.constructor }}',
	'={{ $json["constructor"] }}',
	'={{ $json.constructorName }}',
	'={{ $json["x.constructor"] }}',
	'={{ $json.__proto__ }}',
	'={{ $json["__proto__"] }}',
	'={{ $json.prototype }}',
	'={{ $json.caller }}',
	'={{ $json.binding }}',
	'={{ $json.arguments }}',
	'={{ $json["mainModule"] }}',
	'={{ $json.invalid }}',
	'={{ $("Values").item.json.text }}',
	'={{ $input.item.json.text }}',
	'={{ $itemIndex >= 0 }}',
	'={{ $("Nowhere").item.json.text }}',
	'={{ $fromAI("topic", "The topic", "string", "by default") }}',
];

const FROM_AI = "$fromAI('word', 'Any word', 'string')";

/** Without an expression. */
const STATIC = [
	'text',
	'{{ $json.text }}',
	' =x',
	5,
	0,
	true,
	false,
	[1, { a: 'b' }],
	{ mode: 'list', value: 'v' },
];

/** Collections, resource locators, fixed collections and lists, with the number of times that n8n is asked. */
const COMPOSED: Array<[value: unknown, evaluations: number]> = [
	[{ fixed: 'f', field: '={{ $json.text }}', off: false, inner: { a: ['={{ $json.one }}', 2] } }, 0],
	[{ __rl: true, mode: 'code', value: '={{ $json.deep.er.est }}' }, 0],
	[
		{
			condition: [
				{ tag: 'City', value: '={{ $json["a b"] }}' },
				{ tag: 't', value: 'v' },
			],
		},
		0,
	],
	[['={{ $json.text }}', { a: '={{ $json.list }}' }], 0],
	[{ missing: '={{ $json.missing }}', nothing: '={{ $json.nothing }}' }, 0],
	[{ joined: '={{ $json.text + 1 }}', field: '={{ $json.text }}', two: '=a{{ 1 }}' }, 2],
	[{ date: '={{ $json.date }}', when: '={{ $json.luxon }}', object: '={{ $json.deep }}' }, 3],
	[{ 'a.b': '={{ $json.text }}', 'c[0]': 1, d: '={{ $json.one }}' }, 1],
	[{ '': '={{ $json.text }}' }, 1],
	[{ inner: { 'x.y': '={{ $json.text }}' }, field: '={{ $json.text }}' }, 1],
	[{ broken: '={{ $json.constructor }}', field: '={{ $json.text }}' }, 1],
];

describe.each(['legacy', 'vm', 'quickjs'] as const)(
	"a parameter as n8n's expression engine %s evaluates it",
	(kind) => {
		const { Expression } = loadN8n().workflow;

		beforeAll(async () => {
			Expression.setExpressionEngine('legacy');
			if (kind === 'legacy') return;
			await Expression.initExpressionEngine({
				engine: kind,
				poolSize: 1,
				maxCodeCacheSize: 1024,
				bridgeTimeout: 5000,
				bridgeMemoryLimit: 128,
			});
			expect(Expression.getActiveImplementation()).toBe(kind);
		});

		afterAll(async () => {
			await Expression.disposeExpressionEngine();
			Expression.setExpressionEngine('legacy');
		});

		const differing = (values: unknown[], comparisons: Comparison[]) =>
			comparisons
				.map((each, at) => ({ value: values[at], ...each }))
				.filter(({ n8n, ours }) => withoutNow(n8n) !== withoutNow(ours));
		// An invalid date holds the moment at which it was made.
		const withoutNow = (shown: string) =>
			shown.includes('invalid: { reason') ? shown.replace(/ts: \d+/, 'ts') : shown;

		it('is the same when it is a plain reference, without asking n8n', async () => {
			const comparisons = await compare(REFERENCES);
			expect(differing(REFERENCES, comparisons)).toEqual([]);
			expect(REFERENCES.filter((_, at) => comparisons[at]?.evaluations !== 0)).toEqual([]);
		});

		it('is the same when it is anything else, with one question', async () => {
			const comparisons = await compare(OTHERS);
			expect(differing(OTHERS, comparisons)).toEqual([]);
			expect(OTHERS.filter((_, at) => comparisons[at]?.evaluations !== 1)).toEqual([]);
		});

		it('is the same when it holds no expression, without asking n8n', async () => {
			const comparisons = await compare(STATIC);
			expect(differing(STATIC, comparisons)).toEqual([]);
			expect(comparisons.map(({ evaluations }) => evaluations)).toEqual(STATIC.map(() => 0));
		});

		it('is the same when it is composed, asking only for the members that need it', async () => {
			const values = COMPOSED.map(([value]) => value);
			const comparisons = await compare(values);
			expect(differing(values, comparisons)).toEqual([]);
			expect(comparisons.map(({ evaluations }) => evaluations)).toEqual(
				COMPOSED.map(([, evaluations]) => evaluations),
			);
		});

		it.each(['invocation', 'engineRequest'] as const)(
			'is the same in a tool execution, by %s',
			async (via) => {
				const values = {
					p0: `={{ ${FROM_AI} }}`,
					p1: '={{ $json.word }}',
					p2: '={{ $json.fromSource }}',
					p3: `=Say {{ ${FROM_AI} }}`,
					p4: { inner: `={{ ${FROM_AI} }}` },
					p5: 'static',
				};
				const result = await engine.runAsTool('compare', values, [{ word: 'hello' }], {
					via,
					items: [{ fromSource: 'x' }],
				});
				expect(result.error).toBeUndefined();
				const comparisons = result.answers[0]?.data as Comparison[];
				expect(comparisons.filter(({ n8n, ours }) => n8n !== ours)).toEqual([]);
				expect(comparisons[0]?.ours).toBe("'hello'");
				expect(comparisons.map(({ evaluations }) => evaluations)).toEqual([1, 1, 1, 1, 1, 0]);
			},
		);
	},
);

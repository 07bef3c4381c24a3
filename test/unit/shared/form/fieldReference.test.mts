import { describe, expect, it } from 'vitest';

import {
	ASK_N8N,
	followFieldPath,
	parseFieldReference,
} from '../../../../nodes/shared/form/fieldReference.ts';

describe('a plain reference', () => {
	it.each([
		['={{ $json.email }}', ['email']],
		['={{$json.email}}', ['email']],
		['={{ $json.a.b.c }}', ['a', 'b', 'c']],
		['={{ $json["a b"] }}', ['a b']],
		["={{ $json['a b'].c }}", ['a b', 'c']],
		['={{ $json.list[0] }}', ['list', '0']],
		['={{ $json["list"][12]["x"] }}', ['list', '12', 'x']],
		['={{ $json["0"] }}', ['0']],
		['={{ $json["x.y"] }}', ['x.y']],
		['={{ $json["it\'s"] }}', ["it's"]],
		["={{ $json['q\"q'] }}", ['q"q']],
		['={{ $json["größe 😀"] }}', ['größe 😀']],
		['={{ $json["Amount (EUR)"] }}', ['Amount (EUR)']],
		['={{ $json["a{{b"] }}', ['a{{b']],
		['={{ $json["a]b"]["c[d"] }}', ['a]b', 'c[d']],
		['={{ $json[""] }}', ['']],
		['={{ $json.$ }}', ['$']],
		['={{ $json.$x_1 }}', ['$x_1']],
		['={{ $json.true.json.this }}', ['true', 'json', 'this']],
		['={{ $json.length }}', ['length']],
		['={{ $json . a [ "b" ] }}', ['a', 'b']],
		['={{\n\t$json\n\t.a\n}}', ['a']],
		['={{\u00a0$json.a\u2028}}', ['a']],
	])('%j', (raw, path) => {
		expect(parseFieldReference(raw)).toEqual(path);
	});
});

describe("left to n8n's own evaluation", () => {
	it.each([
		['no expression', '$json.a'],
		['the item itself', '={{ $json }}'],
		['another item', '={{ $("Source").item.json.a }}'],
		['a blank before the braces is text', '= {{ $json.a }}'],
		['a blank behind the braces is text', '={{ $json.a }} '],
		['a new line behind the braces is text', '={{ $json.a }}\n'],
		['text before', '=to {{ $json.a }}'],
		['text behind', '={{ $json.a }}!'],
		['two expressions', '={{ $json.a }}{{ $json.b }}'],
		['three braces', '={{{ $json.a }}}'],
		['a function', '={{ $json.a.trim() }}'],
		['an operator', '={{ $json.a + 1 }}'],
		['a fallback', '={{ $json.a ?? "x" }}'],
		['optional chaining', '={{ $json?.a }}'],
		['optional chaining further in', '={{ $json.a?.b }}'],
		['optional chaining with brackets', '={{ $json.a?.["b"] }}'],
		['parentheses', '={{ ($json.a) }}'],
		['a semicolon', '={{ $json.a; }}'],
		['a comment', '={{ $json.a /* c */ }}'],
		['a line comment', '={{ // c\n$json.a }}'],
		['a computed key', '={{ $json[$json.key] }}'],
		['a template', '={{ $json[`a`] }}'],
		['a negative index', '={{ $json.list[-1] }}'],
		['an octal index', '={{ $json.list[01] }}'],
		['a fraction', '={{ $json.list[1.5] }}'],
		['an index with an exponent', '={{ $json.list[1e3] }}'],
		['an escape', '={{ $json["a\\"b"] }}'],
		['an escaped name', '={{ $json.\\u0061 }}'],
		['letters beyond ASCII in a bare name', '={{ $json.größe }}'],
		['closing braces, at which n8n ends the expression', '={{ $json["a}}b"] }}'],
		['a line break in a key', '={{ $json["a\nb"] }}'],
		['a carriage return in a key', '={{ $json["a\rb"] }}'],
		['a line separator in a key', '={{ $json["a\u2028b"] }}'],
		['.constructor anywhere', '={{ $json.constructorName }}'],
		['.constructor in a quoted key', '={{ $json["x. constructor"] }}'],
		['constructor', '={{ $json["constructor"] }}'],
		['__proto__', '={{ $json.__proto__ }}'],
		['toString', '={{ $json.toString }}'],
		['valueOf, further in', '={{ $json.a.valueOf }}'],
		['hasOwnProperty, quoted', '={{ $json["hasOwnProperty"] }}'],
		['prototype', '={{ $json.prototype }}'],
		['caller, a name that n8n refuses', '={{ $json.caller }}'],
		['arguments, quoted', "={{ $json['arguments'] }}"],
		['binding', '={{ $json.binding }}'],
		['mainModule', '={{ $json.mainModule }}'],
		['nothing', '={{ }}'],
		['an open end', '={{ $json.a'],
		['$fromAI', "={{ $fromAI('topic', 'The topic', 'string') }}"],
		['another variable', '={{ $jsonx.a }}'],
		['the long form', '={{ $input.item.json.a }}'],
	])('%s: %j', (_, raw) => {
		expect(parseFieldReference(raw)).toBeUndefined();
	});

	it('is decided in no time, however long the text', () => {
		const started = performance.now();
		for (const raw of [
			`={{ $json${'.a'.repeat(50_000)}`,
			`={{ $json${' '.repeat(50_000)}x`,
			`={{ $json.a${'[ '.repeat(50_000)}`,
			`={{ $json["${'a'.repeat(50_000)}`,
		]) {
			expect(parseFieldReference(raw)).toBeUndefined();
		}
		expect(performance.now() - started).toBeLessThan(3000);
	});
});

describe('following a path', () => {
	const json = {
		text: 'x',
		empty: '',
		zero: 0,
		no: false,
		nothing: null,
		undef: undefined,
		list: ['a', 1, true, null],
		withUndefined: [1, undefined],
		mixed: ['a', { b: 1 }],
		holes: Array(2),
		nested: [['a']],
		people: [{ name: 'Anna' }],
		deep: { er: { est: 'y', list: ['p'] } },
		date: new Date(0),
		map: new Map([['a', 1]]),
		notANumber: Number.NaN,
		infinite: Infinity,
		minusZero: -0,
		big: 10n,
		bare: Object.assign(Object.create(null) as object, { a: 'b' }),
		instance: new (class {
			own = 'z';
		})(),
	};

	it.each([
		[['text'], 'x'],
		[['empty'], ''],
		[['zero'], 0],
		[['no'], false],
		[['nothing'], null],
		[['undef'], undefined],
		[['missing'], undefined],
		[['missing', 'further', 'in'], undefined],
		[['nothing', 'further'], undefined],
		[['list'], ['a', 1, true, null]],
		[['list', '0'], 'a'],
		[['list', '9'], undefined],
		[['list', 'length'], 4],
		[['people', '0', 'name'], 'Anna'],
		[['deep', 'er', 'est'], 'y'],
		[['deep', 'er', 'list'], ['p']],
		[['bare', 'a'], 'b'],
	])('%j gives %j', (path, value) => {
		expect(followFieldPath(json, path)).toEqual(value);
	});

	it.each([
		['an object', ['deep']],
		['a date', ['date']],
		['a map', ['map']],
		['a list of lists', ['nested']],
		['a list of objects', ['people']],
		['a list with one object', ['mixed']],
		['a list with undefined', ['withUndefined']],
		['a list with holes', ['holes']],
		['NaN', ['notANumber']],
		['Infinity', ['infinite']],
		['-0', ['minusZero']],
		['a big integer', ['big']],
		['a step into a text', ['text', 'length']],
		['a step into a number', ['zero', '0']],
		['a step into a date', ['date', 'x']],
		['a step into an instance of a class', ['instance', 'own']],
		['an inherited function', ['list', 'map']],
		['an inherited function of an object', ['deep', 'isPrototypeOf']],
	])('%s is left to n8n', (_, path) => {
		expect(followFieldPath(json, path)).toBe(ASK_N8N);
	});

	it('gives a list of its own', () => {
		const list = followFieldPath(json, ['list']) as unknown[];
		list.push('more');
		expect(json.list).toHaveLength(4);
	});

	it('an item without JSON has no fields', () => {
		expect(followFieldPath(undefined, ['a'])).toBeUndefined();
	});

	it('takes own properties only, whatever was added to Object.prototype', () => {
		const prototype = Object.prototype as unknown as Record<string, unknown>;
		prototype.polluted = 'yes';
		try {
			expect(followFieldPath({}, ['polluted'])).toBe(ASK_N8N);
			expect(parseFieldReference('={{ $json.polluted }}')).toBeUndefined();
		} finally {
			delete prototype.polluted;
		}
	});
});

import { describe, expect, it } from 'vitest';

import { targetFields } from '../../../../nodes/Google/FcmSend/fields/target.ts';
import { toTopicCondition } from '../../../../nodes/Google/FcmSend/message/condition.ts';

const read = toTopicCondition;

it('the field is called as in the messages', () => {
	expect(targetFields).toContainEqual(
		expect.objectContaining({ name: 'condition', displayName: 'Condition' }),
	);
});

describe('conditions that Google can read', () => {
	it.each([
		["'news' in topics", false],
		["'a' in topics && 'b' in topics", false],
		["'a' in topics && ('b' in topics || 'c' in topics)", false],
		["'a' in topics && ('b' in topics || !('c' in topics))", true],
		["!('a' in topics)", true],
		["! ( 'a' in topics )", true],
		["(('a' in topics))", false],
		["'a'in topics&&'b'in topics", false],
		["'a' in topics || 'a' in topics || 'a' in topics || 'a' in topics || 'a' in topics", false],
		["'x-_.~%9' in  topics", false],
	])('%s', (text, isNegated) => {
		expect(read(text)).toEqual({ text, isNegated });
	});

	it('turns double quotes into single ones and trims', () => {
		expect(read(' "a" in topics && \'b\' in topics\n').text).toBe("'a' in topics && 'b' in topics");
	});
});

describe('conditions that it can’t read are refused with the place', () => {
	it.each([
		['', "'Condition' is empty"],
		['  ', "'Condition' is empty"],
		["'a'", "'Condition' ends where in topics should be"],
		["'a' in topics &&", "'Condition' ends where a topic's name in quotes should be"],
		[
			"'a' in topics 'b' in topics",
			"'Condition' has 'b' at character 15 where && or || or the end should be",
		],
		["('a' in topics", "'Condition' ends where the closing parenthesis for the one at character 1 should be"],
		["'a' in topics)", "'Condition' has ) at character 14 where && or || or the end should be"],
		["'a in topics", "'Condition' has a quote at character 1 that is never closed"],
		['a in topics', "'Condition' holds “a” at character 1, which can't be read"],
		["'a' in topics & 'b' in topics", "'Condition' holds “&” at character 15, which can't be read"],
		["'a' in topics and 'b' in topics", "'Condition' holds “and” at character 15, which can't be read"],
		["'a' intopics", "'Condition' holds “intopics” at character 5, which can't be read"],
		[
			"!'a' in topics",
			"'Condition' has 'a' at character 2 where an opening parenthesis after !, as in !('news' in topics) should be",
		],
		[
			"!!('a' in topics)",
			"'Condition' has ! at character 2 where an opening parenthesis after !, as in !('news' in topics) should be",
		],
		["'/topics/a' in topics", "'Condition' holds the name “/topics/a” at character 1, which is no topic"],
		["'a b' in topics", "'Condition' holds the name “a b” at character 1, which is no topic"],
		["'' in topics", "'Condition' holds the name “” at character 1, which is no topic"],
		['()', "'Condition' has ) at character 2 where a topic's name in quotes should be"],
		[
			`${'('.repeat(100_000)}'a' in topics`,
			"'Condition' has more than 50 parentheses in one another at character 51",
		],
		[Array(6).fill("'a' in topics").join(' || '), "'Condition' names 6 topics, but may name 5 at most"],
	])('%s', (text, message) => {
		expect(() => read(text)).toThrow(message);
	});
});

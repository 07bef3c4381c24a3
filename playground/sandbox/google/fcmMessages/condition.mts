/** What a condition is made of: a topic, or others joined or negated. */
export type Condition =
	| { topic: string }
	| { not: Condition }
	| { both: [Condition, Condition] }
	| { either: [Condition, Condition] };

const TOKENS = /\s*(&&|\|\||!|\(|\)|'[^']*'\s+in\s+topics\b)/y;
const MEMBERSHIP = /^'([a-zA-Z0-9\-_.~%]{1,900})'\s+in\s+topics$/;

/**
 * Reads a condition: parentheses first, then from left to right; `&&` and `||` have no other precedence
 * (the reference, section 4). `!` stands before a parenthesis only.
 * @returns the condition with the topics in the order of their places; `undefined` when it isn't one
 */
export function readCondition(text: string): { condition: Condition; topics: string[] } | undefined {
	const tokens = tokensOf(text);
	if (tokens === undefined) return undefined;
	const reader = new Reader(tokens);
	const condition = reader.expression();
	return condition === undefined || !reader.isAtEnd ? undefined : { condition, topics: reader.topics };
}

/** Whether an app instance is meant, by the topics that it is subscribed to. */
export function isMeant(condition: Condition, isSubscribed: (topic: string) => boolean): boolean {
	if ('topic' in condition) return isSubscribed(condition.topic);
	if ('not' in condition) return !isMeant(condition.not, isSubscribed);
	if ('both' in condition) return condition.both.every((part) => isMeant(part, isSubscribed));
	return condition.either.some((part) => isMeant(part, isSubscribed));
}

function tokensOf(text: string): string[] | undefined {
	const tokens: string[] = [];
	const end = text.trimEnd().length;
	TOKENS.lastIndex = 0;
	while (TOKENS.lastIndex < end) {
		const found = TOKENS.exec(text);
		if (found === null) return undefined;
		tokens.push(found[1]);
	}
	return tokens;
}

class Reader {
	readonly topics: string[] = [];
	readonly #tokens: string[];
	#next = 0;

	constructor(tokens: string[]) {
		this.#tokens = tokens;
	}

	get isAtEnd(): boolean {
		return this.#next === this.#tokens.length;
	}

	expression(): Condition | undefined {
		let left = this.#operand();
		while (left !== undefined && (this.#takes('&&') || this.#takes('||'))) {
			const joins = this.#tokens[this.#next - 1];
			const right = this.#operand();
			if (right === undefined) return undefined;
			left = joins === '&&' ? { both: [left, right] } : { either: [left, right] };
		}
		return left;
	}

	#operand(): Condition | undefined {
		if (this.#takes('!')) {
			const negated = this.#parenthesis();
			return negated === undefined ? undefined : { not: negated };
		}
		const topic = MEMBERSHIP.exec(this.#tokens[this.#next] ?? '')?.[1];
		if (topic === undefined) return this.#parenthesis();
		this.#next += 1;
		this.topics.push(topic);
		return { topic };
	}

	#parenthesis(): Condition | undefined {
		if (!this.#takes('(')) return undefined;
		const inside = this.expression();
		return inside !== undefined && this.#takes(')') ? inside : undefined;
	}

	#takes(token: string): boolean {
		if (this.#tokens[this.#next] !== token) return false;
		this.#next += 1;
		return true;
	}
}

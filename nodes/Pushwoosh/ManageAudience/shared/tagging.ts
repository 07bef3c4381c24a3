import type { NodeExecutionHint } from 'n8n-workflow';
import type {
	Batch,
	DecidedPart,
	Hands,
	PartAnswer,
	RunSummary,
	UnitReport,
} from '../../../shared/engine/operation';
import { orFailed, toFailure, type Failure } from '../../../shared/failure';
import { count } from '../../../shared/wording';
import { deviceId, type DeviceKey, type SkippedTag } from '../../api/bulk';
import type { PushwooshSession } from '../../api/session';
import { fitTag, isRefusedList, LIST_TAG, listTagsRequest } from '../../api/tags';
import type { WireValue } from '../../values/typedValue';
import { reportBulk, type BulkResult, type BulkRun } from './bulkSending';
import { typeOf, type GivenTags } from './tagFields';

export const LIST_OPERATORS = ['set', 'append', 'remove'] as const;

/** What one item asks to be tagged. */
export interface Tagging {
	application: string;
	key: DeviceKey;
	identifier: string;
	given: GivenTags;
	operator: (typeof LIST_OPERATORS)[number];
	createMissing: boolean;
	wait: boolean;
}

/** Tags as they are sent; `null` takes the value away. */
export type WireTags = Record<string, WireValue | null>;
export type TaggingResult = BulkResult<WireTags>;

/** Units with equal groups share requests; equal identifiers in one are one entry. */
export function taggingGroup({ application, operator, createMissing, wait }: Tagging): string {
	return JSON.stringify([application, operator, createMissing, wait]);
}

/** Tells a unit from others in its group, by what kind of identifier it has, too. */
export function taggingId({ key, identifier }: Tagging): string {
	return deviceId(key, identifier);
}

/** What setting tags in bulk needs to know of a run: the types of the account's tags, asked once. */
export class TagWriter {
	/** By name; undefined where the list can't be read. */
	types: Map<string, number | undefined> | undefined;
	/** Why there are no types. */
	private noTypes: string | undefined;

	constructor(private readonly bulk: BulkRun) {}

	/** @returns why items can't be used: values that their tags don't take @throws RequestFailure */
	async check<Unit extends Tagging>(
		units: Unit[],
		{ http, session }: Hands<PushwooshSession>,
	): Promise<Map<Unit, Failure>> {
		const listed = await orFailed(http.request(listTagsRequest(session)));
		if ('value' in listed) {
			this.types = new Map(listed.value.value.map(({ name, type }) => [name, type]));
		} else {
			if (!isRefusedList(listed.failed)) throw listed.failed;
			this.noTypes = listed.failed.failure.message;
		}
		const refused = new Map<Unit, Failure>();
		for (const unit of units) {
			try {
				this.wireTags(unit);
			} catch (error) {
				refused.set(unit, toFailure(error));
			}
		}
		return refused;
	}

	/** Sends a batch whose units have equal {@link taggingGroup}s. */
	async send<Unit extends Tagging>(
		batch: Batch<Unit, TaggingResult>,
		hands: Hands<PushwooshSession>,
	): Promise<Array<PartAnswer<TaggingResult>>> {
		const { application, operator, createMissing, wait } = batch.sample;
		const tags = this.mergedTags(batch.units(), operator);
		return await this.bulk.send(batch, hands, {
			order: {
				method: 'bulkSetTags',
				application,
				more: createMissing ? { create_missing_tags: true } : {},
				asks: 'set the tags',
				onlyOnce: operator === 'append',
			},
			wait,
			entry: ({ id, unit: { key, identifier } }) => {
				const sent = tags.get(id) ?? {};
				return { fields: { [key]: identifier, list_operator: operator, tags: sent }, sent };
			},
		});
	}

	/** Says that tags may not have been set although nothing was refused. */
	hints<Unit extends Tagging>({ units, reports }: RunSummary<Unit, TaggingResult>): NodeExecutionHint[] {
		const skipped = new Set<string>();
		const missing = new Set<string>();
		units.forEach(({ unit, parts: [{ answer }] }, index) => {
			if (reports[index].kind !== 'succeeded' || answer?.kind !== 'succeeded') return;
			const names = Object.keys(unit.given.values);
			const own = ownSkipped(unit, answer.data);
			for (const { tag, reason } of own) skipped.add(`'${tag}' (${reason})`);
			for (const name of names) {
				if (!this.isMissing(unit, name) || own.some(({ tag }) => tag === name)) continue;
				missing.add(`'${name}'`);
			}
		});
		return [
			...skippedHint(skipped),
			...warning(
				missing,
				(names) =>
					`${names} isn't in Pushwoosh's list of tags, so it may not have been set. Check the name, or switch 'Create Missing Tags' on.`,
			),
			...warning(
				new Set(this.noTypes === undefined ? [] : [this.noTypes]),
				(text) => `The types of the tags couldn't be checked before sending: ${text}`,
			),
		];
	}

	private isMissing({ createMissing }: Tagging, name: string): boolean {
		return !createMissing && this.types !== undefined && !this.types.has(name);
	}

	/** @throws ItemProblem for a value that its tag can't take */
	private wireTags(unit: Tagging): Array<[string, WireValue | null]> {
		const { given, operator } = unit;
		return Object.entries(given.values).map(([name, value]) => {
			if (value === null) return [name, null];
			// Who adds to a list, or takes from one, means a list: one that isn't there yet, too.
			const isList = operator !== 'set' && this.types?.has(name) !== true;
			const tagType = this.types?.get(name) ?? (isList ? LIST_TAG : undefined);
			return [name, fitTag(name, value, typeOf(given, name), tagType)];
		});
	}

	/** One entry for each identifier: later values win, entries of lists that are added or removed add up. */
	private mergedTags(units: Tagging[], operator: Tagging['operator']): Map<string, WireTags> {
		const merged = new Map<string, WireTags>();
		for (const unit of units) {
			const tags = this.wireTags(unit);
			const id = taggingId(unit);
			const before = merged.get(id);
			if (before === undefined) {
				merged.set(id, Object.fromEntries(tags));
				continue;
			}
			const joined = tags.map(([name, value]): [string, WireValue | null] => {
				const held = Object.hasOwn(before, name) ? before[name] : undefined;
				const addsUp = operator !== 'set' && Array.isArray(held) && Array.isArray(value);
				return [name, addsUp ? [...new Set([...held, ...value])] : value];
			});
			merged.set(id, { ...before, ...Object.fromEntries(joined) });
		}
		return merged;
	}
}

/**
 * Reports a tagged unit. Where Pushwoosh skipped all its tags, nothing was done for it.
 * @param more further members of the output
 */
export function reportTagging<Unit extends Tagging>(
	unit: Unit,
	parts: Array<DecidedPart<Unit, TaggingResult>>,
	more: Record<string, string | boolean | object> = {},
): UnitReport {
	return reportBulk(
		parts,
		(result) => {
			const skippedTags = result === undefined ? [] : ownSkipped(unit, result).map((one) => ({ ...one }));
			return {
				head: { identifier: unit.identifier },
				tail: { tags: result?.sent ?? {}, ...(skippedTags.length > 0 ? { skippedTags } : {}), ...more },
			};
		},
		(result) => {
			const skipped = ownSkipped(unit, result);
			if (skipped.length === 0 || skipped.length < Object.keys(unit.given.values).length) return undefined;
			return {
				code: 'TAG_SKIPPED',
				message: `Pushwoosh skipped ${skipped.map(({ tag, reason }) => `the tag '${tag}' (“${reason}”)`).join(', ')}`,
				advice: "Check the name, or switch 'Create Missing Tags' on.",
			};
		},
	);
}

/** Of an identifier's tags, which several items may have given, those of this item, each once. */
export function ownSkipped({ given }: Pick<Tagging, 'given'>, { skipped }: TaggingResult): SkippedTag[] {
	const own = skipped.filter(({ tag }) => Object.hasOwn(given.values, tag));
	return [...new Map(own.map((one) => [one.tag, one])).values()];
}

/** Says which tags Pushwoosh skipped. @param skipped each as "'City' (Not found)" */
export function skippedHint(skipped: Set<string>): NodeExecutionHint[] {
	return warning(skipped, (names) => `Pushwoosh skipped ${names}: see "skippedTags" in the items.`);
}

const MOST_NAMED = 5;

function warning(texts: Set<string>, write: (all: string) => string): NodeExecutionHint[] {
	if (texts.size === 0) return [];
	const named = [...texts].slice(0, MOST_NAMED).join(', ');
	const rest = texts.size - MOST_NAMED;
	const message = write(rest > 0 ? `${named} and ${count(rest, { one: 'other', many: 'others' })}` : named);
	return [{ message, location: 'outputPane', type: 'warning' }];
}

import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';
import type {
	Batch,
	DecidedPart,
	Hands,
	Part,
	PartAnswer,
	Rejection,
	RunSummary,
	UnitReport,
} from '../../../shared/engine/operation';
import { orFailed, toFailure, type Failure } from '../../../shared/failure';
import { count } from '../../../shared/wording';
import { deviceId, type DeviceKey, type SkippedTag } from '../../api/bulk';
import type { PushwooshSession } from '../../api/session';
import { fitTag, isRefusedList, LIST_TAG, listTagsRequest } from '../../api/tags';
import { reportBulk, type BulkResult, type BulkRun, type WireTags } from './bulkSending';
import { typeOf, type GivenTags } from './tagFields';

export const LIST_OPERATORS = ['set', 'append', 'remove'] as const;

interface Tagged {
	given: GivenTags;
}

/** What one item asks to be tagged. */
export interface Tagging extends Tagged {
	application: string;
	key: DeviceKey;
	identifier: string;
	operator: (typeof LIST_OPERATORS)[number];
	createMissing: boolean;
	wait: boolean;
}

/** What can be said in one request may share one; equal identifiers in it are one entry. */
export function taggingParts(unit: Tagging): Part[] {
	const { application, operator, createMissing, wait } = unit;
	return [{ group: JSON.stringify([application, operator, createMissing, wait]), id: taggingId(unit) }];
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

	/** Sends a batch of {@link taggingParts}. */
	async send(
		batch: Batch<Tagging, BulkResult>,
		hands: Hands<PushwooshSession>,
	): Promise<Array<PartAnswer<BulkResult>>> {
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
	hints(run: RunSummary<Tagging, BulkResult>): NodeExecutionHint[] {
		return [
			...skippedHint(run),
			...warning(
				this.unlisted(run),
				(names) =>
					`${names} isn't in Pushwoosh's list of tags, so it may not have been set. Check the name, or switch 'Create Missing Tags' on.`,
			),
			...warning(
				new Set(this.noTypes === undefined ? [] : [this.noTypes]),
				(text) => `The types of the tags couldn't be checked before sending: ${text}`,
			),
		];
	}

	/** @returns the tags that Pushwoosh neither knows, nor makes, nor says that it skipped */
	private unlisted({ units, reports }: RunSummary<Tagging, BulkResult>): Set<string> {
		const unlisted = new Set<string>();
		units.forEach(({ unit, parts: [{ answer }] }, index) => {
			if (unit.createMissing || this.types === undefined) return;
			if (reports[index].kind !== 'succeeded' || answer?.kind !== 'succeeded') return;
			const skipped = ownSkipped(unit, answer.data);
			for (const name of Object.keys(unit.given.values)) {
				const isListed = this.types.has(name) || skipped.some(({ tag }) => tag === name);
				if (!isListed) unlisted.add(`'${name}'`);
			}
		});
		return unlisted;
	}

	/** @throws ItemProblem for a value that its tag can't take */
	private wireTags(unit: Tagging): Array<[string, WireTags[string]]> {
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
			const joined = tags.map(([name, value]): [string, WireTags[string]] => {
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
export function reportTagging(
	unit: Tagging,
	[{ answer }]: Array<DecidedPart<Tagging, BulkResult>>,
	more: IDataObject = {},
): UnitReport {
	const skipped = ownSkipped(unit, answer.data);
	const isDone = skipped.length === 0 || skipped.length < Object.keys(unit.given.values).length;
	return reportBulk(
		isDone || answer.kind === 'rejected' ? answer : { ...allSkipped(skipped), data: answer.data },
		{ identifier: unit.identifier },
		{ tags: answer.data?.sent ?? {}, ...skippedTags(skipped), ...more },
	);
}

function allSkipped(skipped: SkippedTag[]): Rejection {
	return {
		kind: 'rejected',
		code: 'TAG_SKIPPED',
		message: `Pushwoosh skipped ${skipped.map(({ tag, reason }) => `the tag '${tag}' (“${reason}”)`).join(', ')}`,
		advice: "Check the name, or switch 'Create Missing Tags' on.",
	};
}

/** What an output says of tags that were skipped. */
export function skippedTags(skipped: SkippedTag[]): IDataObject {
	return skipped.length > 0 ? { skippedTags: skipped.map((one) => ({ ...one })) } : {};
}

/** Of an identifier's tags, which several items may have given, those of this item, each once. */
export function ownSkipped({ given }: Tagged, result: BulkResult | undefined): SkippedTag[] {
	const own = (result?.skipped ?? []).filter(({ tag }) => Object.hasOwn(given.values, tag));
	return [...new Map(own.map((one) => [one.tag, one])).values()];
}

/** Says which tags Pushwoosh skipped, and why. */
export function skippedHint({ units, reports }: RunSummary<Tagged, BulkResult>): NodeExecutionHint[] {
	const skipped = new Set<string>();
	units.forEach(({ unit, parts: [{ answer }] }, index) => {
		if (reports[index].kind !== 'succeeded' || answer?.kind !== 'succeeded') return;
		for (const { tag, reason } of ownSkipped(unit, answer.data)) skipped.add(`'${tag}' (${reason})`);
	});
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

import { ItemProblem } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import type { Field } from '../../shared/form/values';
import { checkRegistrationToken, isInstallationId } from '../api/formats/registrationToken';
import { toTopicName } from '../api/formats/topicName';
import type { TargetKind } from './judgeSend';
import { toTopicCondition } from './message/condition';

/** The one thing that a message is for. */
export interface Target {
	kind: TargetKind;
	/** As it is sent. */
	value: string;
}

/** What a Firebase Installation ID is made of. */
export const INSTALLATION_ID = /^[A-Za-z0-9_-]+$/;

export const TARGETS = ['device', 'topic', 'condition'] as const;

/** The output key that a target stands under. */
export const TARGET_KEYS: Record<TargetKind, string> = {
	token: 'registrationToken',
	fid: 'installationId',
	topic: 'topic',
	condition: 'condition',
};

/**
 * Reads whom an item's message is for.
 * @returns devices in the order of the list, duplicates included; or the topic, or the condition
 * @throws ItemProblem for an empty target, one that Google can't read, and a condition with `!` that isn't confirmed
 */
export function readTargets(item: ItemReader): Target[] {
	switch (item.choice('target', TARGETS)) {
		case 'topic': {
			const text = item.requiredText('topic');
			return [{ kind: 'topic', value: toTopicName(text, item.field('topic'), { noPrivate: true }) }];
		}
		case 'condition':
			return [{ kind: 'condition', value: readCondition(item) }];
		default: {
			const field = item.field('registrationIds');
			return item.list('registrationIds', 'whitespace').map((id) => toDevice(id, field));
		}
	}
}

/** @throws ItemProblem for what is neither a token nor an installation ID */
function toDevice(id: string, field: Field): Target {
	if (!isInstallationId(id)) return { kind: 'token', value: checkRegistrationToken(id, field) };
	if (INSTALLATION_ID.test(id)) return { kind: 'fid', value: id };
	throw new ItemProblem(
		`'${field.label}' holds “${id}”, which is neither a registration token nor an installation ID`,
		'Take it as the app got it from the Firebase SDK: a token has a colon in it, an installation ID 22 letters, digits, - and _.',
		'INVALID_TOKEN_FORMAT',
	);
}

function readCondition(item: ItemReader): string {
	const { text, isNegated } = toTopicCondition(item.text('condition'));
	if (!isNegated || item.boolean('confirmNegation')) return text;
	throw new ItemProblem(
		"'Confirm Negation' isn't switched on, but the condition holds !",
		'With ! it can also reach every device of the app that has no topic at all. Switch it on if that is meant.',
		'NEGATION_NOT_CONFIRMED',
	);
}

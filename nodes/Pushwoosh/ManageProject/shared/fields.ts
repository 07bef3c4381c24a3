import type { INodeProperties } from 'n8n-workflow';
import { ItemProblem } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import { jsonField, textField } from '../../../shared/form/plainFields';
import type { OperationForm } from '../../../shared/node/table';
import type { Noun } from '../../../shared/wording';
import { applicationField } from '../../fields/applicationField';

const OPERATIONS = {
	create: 'Create',
	delete: 'Delete',
	get: 'Get',
	getAll: 'Get Many',
	getNearest: 'Get Nearest',
	update: 'Update',
};

/** An operation's entry in the drop-down list. @param what it is about, as in "Get many presets" */
export function optionOf(
	value: keyof typeof OPERATIONS,
	what: Noun,
	description: string,
): OperationForm['option'] {
	const name = OPERATIONS[value];
	const action = `${name} ${value === 'getAll' ? what.many : what.one}`;
	return { name, value, action: action[0] + action.slice(1).toLowerCase(), description };
}

/** The application that it belongs to. */
export const application = applicationField({ required: true });

/** @param what is named, as in "the preset" */
export function nameField(what: string, example: string): INodeProperties {
	return { ...textField('Name', 'name', `The name of ${what}`, example), required: true };
}

/** Further fields of a call, merged last. */
export const rawFields = jsonField(
	'Raw Fields (JSON)',
	'rawFields',
	"Further fields as Pushwoosh's API names them, merged last. The API token can't be set there, and neither can what the form asks for.",
);

const FAIL = { name: 'Fail', value: 'fail' };
const SKIP = { name: 'Skip', value: 'skip', description: 'Leave it as it is, and say whether it differs' };
const UPDATE = { name: 'Update', value: 'update', description: 'Change it to what stands here' };

/** @param update offers to change what is there */
export function ifExistsField({ update = false } = {}): INodeProperties {
	return {
		displayName: 'If It Exists',
		name: 'ifExists',
		type: 'options',
		options: update ? [FAIL, SKIP, UPDATE] : [FAIL, SKIP],
		default: 'fail',
		description: 'What to do when there is one of that name already',
	};
}

/** What it is about, in words. */
export const description = textField('Description', 'description', 'What it is for');

/** The second word that a deletion of much else needs. @param what is written there, as in "the tag's name" */
export function confirmNameField(what: string): INodeProperties {
	const about = `${what} once more: nothing is deleted unless both are equal`;
	return { ...textField('Confirm Name', 'confirmName', about), required: true };
}

/** @throws ItemProblem unless 'Confirm Name' holds exactly that */
export function requireConfirmedName(item: ItemReader, name: string): void {
	if (item.text('confirmName').trim() === name) return;
	throw new ItemProblem(
		`'Confirm Name' isn't “${name}”, so nothing was deleted`,
		'Write what is to be deleted into both fields: this is for good.',
		'NOT_CONFIRMED',
	);
}

/** A code that is to be deleted or looked up. @throws ItemProblem when it is empty or can't be a code */
export function readCode(item: ItemReader, name: string): string {
	const code = item.requiredText(name);
	if (!/[\s/]/.test(code)) return code;
	const { label } = item.field(name);
	throw new ItemProblem(`'${label}' isn't a code`, 'Choose it from the list, or enter its code.');
}

/** Names that raw fields may not hold, whatever their spelling: the token, and what else the form says. */
const RESERVED =
	/^(auth|request|application|applicationcode|applicationgroupcode|proto|prototype|constructor)$/;

/** @returns the raw fields, checked; none where there are none @throws ItemProblem */
export function readRawFields(item: ItemReader): Record<string, unknown> {
	const raw = item.jsonObject('rawFields') ?? {};
	const refused = Object.keys(raw).find((name) =>
		RESERVED.test(name.toLowerCase().replace(/[^a-z0-9]/g, '')),
	);
	if (refused === undefined) return raw;
	throw new ItemProblem(
		`'${item.field('rawFields').label}' holds “${refused}”, which can't be set there`,
		'The token comes from the credential, and the application from its own field.',
	);
}

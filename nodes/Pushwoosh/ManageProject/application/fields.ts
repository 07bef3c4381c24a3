import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ItemReader } from '../../../shared/form/itemReader';
import { textField } from '../../../shared/form/plainFields';
import type { OperationSetup } from '../../../shared/node/operationEntry';
import { readFile, type ItemFile } from '../../values/itemFile';

export const APPLICATION = { one: 'application', many: 'applications' };

/** What it is called. @param required a new one needs it */
export function titleField(required: boolean): INodeProperties {
	const about = required ? 'What the application is called' : 'A new title; empty leaves the one it has';
	return { ...textField('Title', 'title', about, 'Shop'), ...(required ? { required } : {}) };
}

/** The file of its icon. */
export const icon = textField(
	'Icon',
	'icon',
	"Name of the input item's binary property with the icon, a PNG file; empty sends none",
	'data',
);

/** How updateApplication is called (Pushwoosh API reference, 7.2). */
export const UPDATE_APPLICATION = { method: 'updateApplication', asks: 'change the application' };

/** @returns what of the fields of a new application can be changed afterwards */
export function changesIn(request: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(request).filter(([name]) => name !== 'authorize_all_tokens'));
}

/** Secrets are hidden otherwise. */
export const includeSecrets: INodeProperties = {
	displayName: 'Include Secrets',
	name: 'includeSecrets',
	type: 'boolean',
	default: false,
	description:
		'Whether to show keys, passwords, certificates and tokens; they then stand in the execution’s data',
};

/** @returns undefined where none is chosen */
export function readIcon(item: ItemReader): ItemFile | undefined {
	const property = item.text('icon').trim();
	return property === '' ? undefined : { itemIndex: item.itemIndex, property };
}

/** @returns the field with the icon in Base64 @throws ItemProblem when the item has no such file */
export async function iconFields(
	file: ItemFile,
	{ context }: Pick<OperationSetup, 'context'>,
): Promise<IDataObject> {
	return { icon: (await readFile(context, file, 'Icon')).toString('base64') };
}

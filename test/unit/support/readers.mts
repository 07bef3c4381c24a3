import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import { CollectionReader } from '../../../nodes/shared/form/fieldReader.ts';
import { toForm } from '../../../nodes/shared/form/formField.ts';
import { ItemReader } from '../../../nodes/shared/form/itemReader.ts';
import { ParameterSource } from '../../../nodes/shared/form/parameterSource.ts';
import { fakeContext } from '../shared/fakeContext.mts';

/** A field of a form. */
export function field(
	name: string,
	type: INodeProperties['type'],
	more: Partial<INodeProperties> = {},
): INodeProperties {
	return { displayName: name, name, type, default: '', ...more };
}

/** Reads what a user added to a collection with these members. */
export function collectionReader(
	members: readonly INodeProperties[],
	values: Record<string, unknown>,
): CollectionReader {
	return new CollectionReader(toForm(members), values);
}

/** Reads one item of a workflow whose node has these fields and parameters. */
export function itemReader(
	fields: readonly INodeProperties[],
	parameters: object,
	items: IDataObject[] = [{}],
	itemIndex = 0,
): ItemReader {
	const { context, node } = fakeContext({ parameters: parameters as INodeParameters, items });
	return new ItemReader(
		new ParameterSource(context, node, context.getInputData()),
		itemIndex,
		toForm(fields),
	);
}

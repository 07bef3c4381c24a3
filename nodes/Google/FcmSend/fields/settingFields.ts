import type { INodeProperties } from 'n8n-workflow';

/** Seconds that a device may be off and still get a message: four weeks, as Google keeps none longer. */
export const FOUR_WEEKS = 2_419_200;

type Basics = [displayName: string, name: string, description: string];
type Choices = Pick<INodeProperties, 'options' | 'default'>;

/** A field for a number, at least 0. */
export function numberField(
	...[displayName, name, description, limits]: [...Basics, limits: { default: number; maxValue?: number }]
): INodeProperties {
	const { default: initial, ...most } = limits;
	const typeOptions = { minValue: 0, ...most };
	return { displayName, name, type: 'number', typeOptions, default: initial, description };
}

/** A field with a list of choices. */
export function choiceField(
	...[displayName, name, description, choices]: [...Basics, choices: Choices]
): INodeProperties {
	const { options, default: initial } = choices;
	return { displayName, name, type: 'options', options, default: initial, description };
}

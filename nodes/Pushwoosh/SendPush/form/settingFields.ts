import type { INodeProperties } from 'n8n-workflow';

type Basics = [displayName: string, name: string, description: string];

/** What Pushwoosh takes as 1 or 0. Who adds such a setting wants it on, so 1 is the default. */
export function yesOrNo(...[displayName, name, description]: Basics): INodeProperties {
	const options = [
		{ name: 'No', value: 0 },
		{ name: 'Yes', value: 1 },
	];
	return { displayName, name, type: 'options', options, default: 1, description };
}

/** How strongly a notification shows on Android and its kin. */
export function importance(displayName: string, name: string): INodeProperties {
	const options = [
		{ name: 'Default (0)', value: 0 },
		{ name: 'High (1)', value: 1 },
		{ name: 'Highest (2)', value: 2 },
		{ name: 'Low (-1)', value: -1 },
		{ name: 'Lowest (-2)', value: -2 },
	];
	const description = 'Place of the notification among others';
	return { displayName, name, type: 'options', options, default: 0, description };
}

/** A time to live. @param reason why it can't be delivered at once */
export function lifetime(displayName: string, name: string, reason = 'device is offline'): INodeProperties {
	const description = `How long delivery is tried when the ${reason}`;
	return { displayName, name, type: 'number', typeOptions: { minValue: 0 }, default: 86400, description };
}

export function ledColor(displayName: string, name: string): INodeProperties {
	const description = 'Color in which the LED of the device blinks';
	return { displayName, name, type: 'color', default: '#0000ff', description };
}

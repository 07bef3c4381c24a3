import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { runNode } from '../../shared/engine/run';
import { listSearch } from '../api/listSearch';
import { properties } from './description';
import { chooseOperation } from './operations';

export class SendPush implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Pushwoosh Send Push',
		name: 'sendPush',
		icon: { light: 'file:../../../icons/sendPush.svg', dark: 'file:../../../icons/sendPush.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: 
			'={{ $parameter["operation"] === "send" ? "send: " + ({ conditions: "tag conditions", geozone: "area" }[$parameter["audience"]] ?? $parameter["audience"]) : "delete" }}',
		description: 'Send push notifications with Pushwoosh, now or later, and take scheduled ones back',
		defaults: { name: 'Send Push' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'pushwooshApi', required: true }],
		properties,
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, { properties, choose: chooseOperation });
	}
}

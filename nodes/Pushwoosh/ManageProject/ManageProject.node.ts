import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { formOf } from '../../shared/node/form';
import type { OperationEntry } from '../../shared/node/operationEntry';
import { runNode } from '../../shared/node/runNode';
import { shownChoice } from '../../shared/node/subtitle';
import type { NodeTable } from '../../shared/node/table';
import { listSearch, loadOptions } from '../api/listSearch';
import { createApplication } from './application/create';
import { deleteApplication } from './application/delete';
import { getApplication } from './application/get';
import { getApplications } from './application/getAll';
import { updateApplication } from './application/update';
import { createCampaign } from './campaign/create';
import { deleteCampaign } from './campaign/delete';
import { getCampaigns } from './campaign/getAll';
import { createGeozone } from './geozone/create';
import { getNearestGeozone } from './geozone/getNearest';
import { createPreset } from './preset/create';
import { deletePreset } from './preset/delete';
import { getPreset } from './preset/get';
import { getPresets } from './preset/getAll';
import { createTag } from './tag/create';
import { deleteTag } from './tag/delete';
import { getTags } from './tag/getAll';
import { createTestDevice } from './testDevice/create';
import { getTestDevices } from './testDevice/getAll';

const table: NodeTable<OperationEntry> = {
	chooser: { displayName: 'Resource', name: 'resource', default: 'preset' },
	groups: [
		{
			option: { name: 'Preset', value: 'preset', description: 'The texts and settings of a push, saved' },
			operations: [createPreset, deletePreset, getPreset, getPresets],
			default: 'getAll',
		},
		{
			option: { name: 'Tag', value: 'tag', description: 'What is known of users and devices' },
			operations: [createTag, deleteTag, getTags],
			default: 'getAll',
		},
		{
			option: { name: 'Campaign', value: 'campaign', description: 'Messages that are counted together' },
			operations: [createCampaign, deleteCampaign, getCampaigns],
			default: 'getAll',
		},
		{
			option: { name: 'Application', value: 'application' },
			operations: [createApplication, deleteApplication, getApplication, getApplications, updateApplication],
			default: 'getAll',
		},
		{
			option: { name: 'Geozone', value: 'geozone', description: 'A place that sends a push' },
			operations: [createGeozone, getNearestGeozone],
			default: 'create',
		},
		{
			option: {
				name: 'Test Device',
				value: 'testDevice',
				description: 'A device that messages are tried on',
			},
			operations: [createTestDevice, getTestDevices],
			default: 'getAll',
		},
	],
};

const properties = formOf(table);

export class ManageProject implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Pushwoosh Manage Project',
		name: 'manageProject',
		icon: {
			light: 'file:../../../icons/manageProject.svg',
			dark: 'file:../../../icons/manageProject.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: `={{ ${shownChoice(properties, 'operation')} + ": " + ${shownChoice(properties, 'resource')} }}`,
		description: 'Set up Pushwoosh presets, tags, campaigns, applications, geozones and test devices',
		defaults: { name: 'Manage Project' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'pushwooshApi', required: true }],
		properties,
	};

	methods = { listSearch, loadOptions };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, table);
	}
}

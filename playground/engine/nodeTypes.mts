import type {
	ICredentialType,
	IDataObject,
	INodeProperties,
	INodeType,
	INodeTypes,
	IVersionedNodeType,
} from 'n8n-workflow';

import { helperNodes } from './helperNodes.mts';
import { loadN8n } from './n8n.mts';

/** The built package: its node and credential types, as n8n's own loader reads them from `dist/`. */
export interface LoadedPackage {
	name: string;
	/** By short name, e.g. `sendPush`. */
	nodes: Record<string, INodeType>;
	credentials: Record<string, ICredentialType>;
}

/**
 * Loads a built package as n8n loads an installed community package.
 * @param packageDir folder with the package.json whose `n8n` lists the files under `dist/`
 * @throws when a listed file is missing: the package must be built first
 */
export async function loadPackage(packageDir: string): Promise<LoadedPackage> {
	const { core } = loadN8n();
	const loader = new core.PackageDirectoryLoader(packageDir);
	try {
		await loader.loadAll();
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw cause;
		throw new Error(`The package '${loader.packageName}' can't be loaded. Run 'npm run build' first.`, {
			cause,
		});
	}
	const types = <T,>(loaded: Record<string, { type: unknown }>) =>
		Object.fromEntries(Object.entries(loaded).map(([name, { type }]) => [name, type as T]));
	return {
		name: loader.packageName,
		nodes: types<INodeType>(loader.nodeTypes),
		credentials: types<ICredentialType>(loader.credentialTypes),
	};
}

/** The node types of a run: those of the package, the helper nodes, `extra` ones, and `…Tool` variants of all of them. */
export class NodeTypeRegistry implements INodeTypes {
	readonly #types: Record<string, INodeType>;
	readonly #packageName: string;

	constructor(loaded: LoadedPackage, extra: Record<string, INodeType> = {}) {
		this.#packageName = loaded.name;
		const ours = Object.entries(loaded.nodes).map(([name, type]) => [`${loaded.name}.${name}`, type]);
		this.#types = { ...helperNodes, ...extra, ...Object.fromEntries(ours) };
	}

	/** The full name of a node type: a short one belongs to the package. */
	fullName(type: string): string {
		return type.includes('.') ? type : `${this.#packageName}.${type}`;
	}

	getKnownTypes(): IDataObject {
		return Object.fromEntries(Object.keys(this.#types).map((name) => [name, {}]));
	}

	getByName(name: string): INodeType | IVersionedNodeType {
		return this.getByNameAndVersion(name);
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		const { core, workflow } = loadN8n();
		const type = this.#types[name] ?? this.#toolVariant(name);
		if (type === undefined) {
			const [packageName, nodeName] = name.split('.');
			throw new core.UnrecognizedNodeTypeError(packageName ?? '', nodeName ?? '');
		}
		return workflow.NodeHelpers.getVersionedNodeType(type, version);
	}

	#toolVariant(name: string): INodeType | undefined {
		const base = name.endsWith('Tool') ? this.#types[name.slice(0, -'Tool'.length)] : undefined;
		if (!base?.description.usableAsTool) return undefined;
		this.#types[name] = asTool(base);
		return this.#types[name];
	}
}

/** The type n8n makes of a node marked `usableAsTool`: no inputs, an AI output, a description for the model. */
function asTool(base: INodeType): INodeType {
	const { usableAsTool: _, ...description } = base.description;
	const choosable = description.properties.some(({ name }) => ['resource', 'operation'].includes(name));
	return Object.assign(Object.create(base) as INodeType, {
		description: {
			...description,
			name: `${description.name}Tool`,
			displayName: `${description.displayName} Tool`,
			inputs: [],
			outputs: ['ai_tool'],
			properties: [...toolProperties(description.description, choosable), ...description.properties],
		},
	});
}

function toolProperties(description: string, choosable: boolean): INodeProperties[] {
	const text: INodeProperties = {
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		default: description,
		required: true,
	};
	if (!choosable) return [text];
	const kind: INodeProperties = {
		displayName: 'Tool Description',
		name: 'descriptionType',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Set Automatically', value: 'auto' },
			{ name: 'Set Manually', value: 'manual' },
		],
		default: 'auto',
	};
	return [kind, { ...text, displayOptions: { show: { descriptionType: ['manual'] } } }];
}

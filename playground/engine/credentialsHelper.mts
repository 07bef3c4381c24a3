import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsExpressionResolveValues,
	ICredentialsHelper,
	ICredentialType,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { authenticate } from './authenticate.mts';
import { type CredentialStore } from './credentialStore.mts';
import { domainFields, withinCredentialDomains } from './credentialDomains.mts';
import { resolvedOutsideRun } from './credentialExpressions.mts';
import { loadN8n } from './n8n.mts';

/** Type of the node in a workflow that n8n makes to test a credential: `preAuthentication` then always runs. */
export const TEST_NODE_TYPE = 'n8n-nodes-base.noOp';

/** Does what n8n's own CredentialsHelper does (package `n8n`, 2.41), on a CredentialStore instead of its database. */
export class CredentialsHelper implements ICredentialsHelper {
	readonly #types: Record<string, ICredentialType>;
	readonly #store: CredentialStore;

	constructor(types: Record<string, ICredentialType>, store: CredentialStore) {
		this.#types = types;
		this.#store = store;
	}

	/** @throws UnrecognizedCredentialTypeError */
	type(name: string): ICredentialType {
		const type = this.#types[name];
		if (type !== undefined) return type;
		throw new (loadN8n().core.UnrecognizedCredentialTypeError)(name);
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getCredentialsProperties(typeName: string): INodeProperties[] {
		const type = this.type(typeName);
		return [...type.properties, ...(type.authenticate === undefined ? [] : domainFields)];
	}

	async getCredentials(details: INodeCredentialsDetails, typeName: string): Promise<ICredentials> {
		const { id, name, data } = this.#stored(details, typeName);
		const credentials = new (loadN8n().core.Credentials)({ id, name }, typeName);
		await credentials.setData(data);
		return credentials;
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		typeName: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		values?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const { data } = this.#stored(details, typeName);
		if (raw === true) return data;
		const complete = this.withDefaults(typeName, data);
		const keys = loadN8n().core.getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		if (values === undefined) return resolvedOutsideRun(complete, mode, keys);
		return values.workflow.expression.getParameterValue(
			complete as INodeParameters,
			values.runExecutionData,
			values.runIndex,
			values.itemIndex,
			values.node.name,
			values.connectionInputData,
			mode,
			keys,
			executeData,
			false,
			complete,
		) as ICredentialDataDecryptedObject;
	}

	/** The data with the defaults of the type's fields where nothing is stored. */
	withDefaults(typeName: string, data: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
		const { NodeHelpers } = loadN8n().workflow;
		const properties = this.getCredentialsProperties(typeName);
		const complete = NodeHelpers.getNodeParameters(
			properties,
			data as INodeParameters,
			true,
			false,
			null,
			null,
		);
		return (complete ?? {}) as ICredentialDataDecryptedObject;
	}

	async updateCredentials(
		details: INodeCredentialsDetails,
		typeName: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.#store.update(this.#stored(details, typeName).id, data);
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('OAuth credentials are not supported by the bench');
	}

	/**
	 * Runs the type's `preAuthentication` when its hidden expirable field is exactly '', when the credential expired (a
	 * 401), or while it is tested. An answer without that field doesn't count; any other is stored and returned.
	 */
	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.type(typeName);
		const expirable = type.properties.find(
			({ type: kind, typeOptions }) => kind === 'hidden' && typeOptions?.expirable === true,
		)?.name;
		if (expirable === undefined || typeof type.preAuthentication !== 'function') return undefined;

		const isTest = node.parameters?.temp === '' && node.type === TEST_NODE_TYPE;
		if (credentials[expirable] !== '' && !credentialsExpired && !isTest) return undefined;

		const output = await this.runPreAuthentication(helpers, credentials, typeName);
		const details = node.credentials?.[type.name];
		if (output?.[expirable] === undefined || details === undefined) return undefined;
		await this.#keep(details, typeName, output, expirable);
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const output = await this.type(typeName).preAuthentication?.call(
			withinCredentialDomains(helpers, credentials),
			credentials,
		);
		return output as ICredentialDataDecryptedObject | undefined;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		return await authenticate(this.type(typeName), credentials, request, workflow, node);
	}

	/** Merges over what is stored, but never replaces an expression by the value it had in this run. */
	async #keep(
		details: INodeCredentialsDetails,
		typeName: string,
		output: ICredentialDataDecryptedObject,
		expirable: string,
	): Promise<void> {
		const { data } = this.#stored(details, typeName);
		for (const [key, value] of Object.entries(output)) {
			if (key === expirable || !isExpression(data[key])) data[key] = value;
		}
		await this.updateCredentials(details, typeName, data);
	}

	#stored(details: INodeCredentialsDetails, typeName: string) {
		if (!details?.id) throw new Error(`Found credential with no ID (type '${typeName}')`);
		const credential = this.#store.get(details.id);
		if (credential.type === typeName) return credential;
		throw new Error(`Credential with ID "${details.id}" does not exist for type "${typeName}".`);
	}
}

function isExpression(value: unknown): boolean {
	return typeof value === 'string' && value.startsWith('=');
}

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

export interface StoredCredential {
	id: string;
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

/** What n8n wrote back into a credential by itself: the whole new data. */
export interface CredentialUpdate {
	id: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

/** Credentials to begin with: by type, the type's name then being the ID; or with IDs and names of their own. */
export type CredentialSeeds =
	| Record<string, ICredentialDataDecryptedObject>
	| Array<Omit<StoredCredential, 'name'> & { name?: string }>;

/** Takes the place of n8n's credentials table; may be read and changed between runs. */
export class CredentialStore {
	/** What n8n stored by itself (access tokens), oldest first; changes made through `set` don't count. */
	readonly updates: CredentialUpdate[] = [];
	readonly #credentials = new Map<string, StoredCredential>();

	constructor(seeds: CredentialSeeds = []) {
		const list = Array.isArray(seeds)
			? seeds
			: Object.entries(seeds).map(([type, data]) => ({ id: type, type, data }));
		for (const { id, type, data, name } of list as StoredCredential[]) this.set(id, type, data, name);
	}

	/** The stored credential (a copy). @throws when there is none of this ID */
	get(id: string): StoredCredential {
		const credential = this.#credentials.get(id);
		if (credential === undefined) throw new Error(`There is no credential with the ID '${id}'`);
		return { ...credential, data: copy(credential.data) };
	}

	has(id: string): boolean {
		return this.#credentials.has(id);
	}

	/** Saves a credential, as its form in n8n does. */
	set(id: string, type: string, data: ICredentialDataDecryptedObject, name = `My ${type}`): void {
		this.#credentials.set(id, { id, type, name, data: copy(data) });
	}

	/** Changes some fields and leaves the others, hidden ones too, as they stand. */
	patch(id: string, changes: ICredentialDataDecryptedObject): void {
		const { type, name, data } = this.get(id);
		this.set(id, type, { ...data, ...changes }, name);
	}

	/** Saves what n8n stores by itself, and notes it in `updates`. */
	update(id: string, data: ICredentialDataDecryptedObject): void {
		const { type, name } = this.get(id);
		this.set(id, type, data, name);
		this.updates.push({ id, type, data: copy(data) });
	}
}

/** n8n keeps credentials as encrypted JSON: what JSON can't hold is lost. */
function copy(data: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
	return JSON.parse(JSON.stringify(data)) as ICredentialDataDecryptedObject;
}

// Verifiers that others wrote, over credentials of ours. In: JSON on standard input; out: name -> "" or why not.
//
// Theirs: structure and time of the credential, whether the issuer's document names the key, the signature, the status
// list (@digitalbazaar/vc and its parts), canonical JSON (canonicalize), JWT (jose). Ours here: only the two hashes that
// eddsa-jcs-2022 puts together (section 3.3.4 of the suite), since no package of the registry has that suite.
import canonicalize from 'canonicalize';
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import {contexts} from '@digitalbazaar/credentials-context';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {createLocalJWKSet, jwtVerify} from 'jose';

const asked = JSON.parse(readFileSync(0, 'utf8'));
const at = new Date(asked.at).getTime();
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) { super(...(given.length ? given : [at])); }
  static now() { return at; }
};

const hash = value => createHash('sha256').update(canonicalize(value)).digest();
const cryptosuite = {
  name: 'eddsa-jcs-2022',
  requiredAlgorithm: 'Ed25519',
  canonize: canonicalize,
  createVerifier: async ({verificationMethod}) => (await Ed25519Multikey.from(verificationMethod)).verifier(),
  createVerifyData: async ({document, proof}) => {
    const {proof: _, ...unsecured} = document;
    const {proofValue, ...options} = proof;
    return new Uint8Array(Buffer.concat([hash(options), hash(unsecured)]));
  },
};
const suite = new DataIntegrityProof({cryptosuite});

const documentLoader = async url => {
  const found = contexts.get(url) ?? asked.documents[url] ??
    (url.startsWith(asked.did.id) ? part(url) : undefined);
  if (!found) { throw new Error(`nobody asked the network for ${url}`); }
  return {contextUrl: null, documentUrl: url, document: found};
};
const part = url => url === asked.did.id ? asked.did :
  {'@context': 'https://w3id.org/security/multikey/v1', ...asked.did.verificationMethod.find(one => one.id === url)};

const reason = result => {
  const error = result.error ?? result.statusResult?.error;
  const inner = error?.errors?.[0] ?? error;
  return String(inner?.cause?.message ?? inner?.message ?? 'not verified');
};
const judgeJson = async text => {
  const credential = JSON.parse(text);
  const options = {credential, suite, documentLoader, now: new Date()};
  if (credential.credentialStatus) {
    options.checkStatus = given => checkStatus({...given, suite, documentLoader});
  }
  const result = await vc.verifyCredential(options);
  return result.verified ? standing(result.statusResult) : reason(result);
};
const standing = found => found?.results.some(one => one.status) ? 'revoked' : '';

const keys = createLocalJWKSet({keys: asked.did.verificationMethod
  .filter(one => one.publicKeyJwk).map(one => ({...one.publicKeyJwk, kid: one.id}))});
const judgeJwt = async text => {
  const {payload} = await jwtVerify(text.trim(), keys, {
    algorithms: ['EdDSA'], typ: 'vc+jwt', issuer: asked.did.id, currentDate: new Date(),
  });
  if (payload.credentialStatus) {
    const status = await checkStatus({credential: payload, suite, documentLoader});
    return status.verified ? standing(status) : String(status.error.message);
  }
  return '';
};

const verdicts = {};
for (const [name, text] of Object.entries(asked.credentials)) {
  try {
    verdicts[name] = await (text.trim().startsWith('{') ? judgeJson(text) : judgeJwt(text));
  } catch (error) {
    verdicts[name] = String(error.message || error);
  }
}
process.stdout.write(JSON.stringify(verdicts));

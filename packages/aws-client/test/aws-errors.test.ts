import { expect } from 'chai';
import { AccessDeniedError, isDecrypterError } from '@password-decrypter/core';
import { translateAwsError } from '@password-decrypter/aws-client';

describe('AWS errors', () => {
  const canary = 'hunter2-canary';

  function told(name: string, more: { message?: string; code?: string; status?: number } = {}) {
    const foreign = Object.assign(new Error(`${more.message ?? ''} ${canary}`), {
      name,
      ...(more.code !== undefined && { code: more.code }),
      ...(more.status !== undefined && { $metadata: { httpStatusCode: more.status } }),
    });
    const error = translateAwsError(foreign, {
      action: 'secretsmanager:GetSecretValue',
      subject: 'The secret "db"',
      resource: 'arn:aws:secretsmanager:eu-west-1:*:secret:db-??????',
      location: { region: 'eu-west-1' },
    });
    if (!isDecrypterError(error)) throw foreign;
    expect(`${error.message} ${error.hint}`).not.to.include(canary);
    return error;
  }

  it('a refusal names the action and the resource', () => {
    const error = told('AccessDeniedException');
    expect(error.code).to.equal('ERR_DECRYPTER_ACCESS_DENIED');
    expect(error.hint).to.equal(
      'Allow the IAM action secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:*:secret:db-??????.',
    );
  });

  it('a refusal of the key is told apart from a refusal of the secret', () => {
    for (const error of [
      told('AccessDeniedException', { message: 'Access to KMS is not allowed' }),
      told('AccessDeniedException', { message: 'The ciphertext refers to a customer master key' }),
      told('DecryptionFailure'),
    ]) {
      expect(error.code).to.equal('ERR_DECRYPTER_ACCESS_DENIED');
      expect(error.hint).to.include('kms:Decrypt');
    }
  });

  it('an expired token, credentials that are not accepted and a wrong clock are told apart', () => {
    expect(told('ExpiredTokenException').message).to.include('expired');
    expect(told('UnrecognizedClientException').message).to.include('does not accept');
    const skewed = told('InvalidSignatureException', { message: 'Signature expired: …' });
    expect(skewed.hint).to.include('clock');
  });

  it('what is missing, has no such version or is marked for deletion is not found', () => {
    const errors = [
      told('ResourceNotFoundException'),
      told('ResourceNotFoundException', { message: 'value for staging label: AWSPENDING' }),
      told('InvalidRequestException', { message: 'it was marked for deletion.' }),
    ];
    expect(errors.map(({ code }) => code)).to.deep.equal(
      Array.from({ length: 3 }, () => 'ERR_DECRYPTER_SECRET_NOT_FOUND'),
    );
    expect(new Set(errors.map(({ hint }) => hint)).size).to.equal(3);
  });

  it('throttling, failures of AWS and of the network are retryable', () => {
    const errors = [
      told('ThrottlingException', { status: 400 }),
      told('InternalServiceError', { status: 500 }),
      told('SomethingNew', { status: 503 }),
      told('Error', { code: 'ENOTFOUND' }),
      told('Error', { code: 'ECONNREFUSED' }),
      told('TimeoutError'),
      told('Error', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
      told('SyntaxError'),
    ];
    for (const error of errors) {
      expect(error).to.include({ code: 'ERR_DECRYPTER_UNAVAILABLE', retryable: true });
    }
    expect(new Set(errors.map(({ hint }) => hint)).size).to.equal(6);
  });

  it('an error of the service that nobody knows yet is told by its status', () => {
    expect(told('SomethingNew', { status: 403 }).code).to.equal('ERR_DECRYPTER_ACCESS_DENIED');
    expect(told('SomethingNew', { status: 400 }).code).to.equal('ERR_DECRYPTER_INVALID_VALUE');
  });

  it('an error of this project passes, and one that says nothing about AWS is not ours to tell', () => {
    const ours = new AccessDeniedError('No.', { hint: 'Ask.' });
    const request = { action: '', subject: '', resource: '', location: { region: '' } };
    expect(translateAwsError(ours, request)).to.equal(ours);
    const foreign = new TypeError('x is not a function');
    expect(translateAwsError(foreign, request)).to.equal(foreign);
  });
});

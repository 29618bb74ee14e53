import { describe, expect, it } from '@jest/globals';
import { CalloutFailure } from '../../../../src/local/salesforce/apex/index.ts';
import { ids } from '../soql/tables.ts';
import { runAndReadDebug, runApex, sampleHost } from './host.ts';

const call = `HttpRequest request = new HttpRequest();
request.setEndpoint('callout:AcmeKeys/health'); request.setMethod('POST');
request.setHeader('X-A', 'b'); request.setBody('{}'); request.setTimeout(5000);
HttpResponse response = new Http().send(request);
System.debug(response.getStatusCode() + ' ' + response.getStatus() + ' ' + response.getBody() + ' ' + response.getHeader('x-kid'));`;

describe('Callouts', () => {
  it('reach the host as the block made them', async () => {
    const host = sampleHost(() => ({
      statusCode: 201,
      status: 'Created',
      headers: { 'X-Kid': 'k' },
      body: 'ok',
    }));
    expect(await runAndReadDebug(call, host)).toEqual(['201 Created ok k']);
    expect(host.requests).toEqual([
      {
        endpoint: 'callout:AcmeKeys/health',
        method: 'POST',
        headers: { 'X-A': 'b' },
        body: '{}',
        timeout: 5000,
      },
    ]);
  });

  it('fail as a CalloutException', async () => {
    const host = sampleHost(() => {
      throw new CalloutFailure('Read timed out');
    });
    expect((await runApex(call, host)).exceptionMessage).toBe('System.CalloutException: Read timed out');
  });

  it("aren't allowed while changes are uncommitted", async () => {
    const host = sampleHost(() => ({ statusCode: 200, status: 'OK', headers: {}, body: '' }));
    const insert = `insert new PermissionSetAssignment(AssigneeId = '${ids.auto}', PermissionSetId = '${ids.keys}');`;
    expect((await runApex(insert + call, host)).exceptionMessage).toBe(
      'System.CalloutException: You have uncommitted work pending. Please commit or rollback before calling out',
    );
    expect(host.requests).toEqual([]);
  });

  it('are refused before anything runs if the host has none', async () => {
    expect((await runApex(call)).compileProblem).toBe('[local org] not emulated: HTTP callouts');
  });
});

import { notEmulatedHere, nullPointer, raise } from '../exception.ts';
import { CalloutFailure, type CalloutResponse } from '../host.ts';
import type { Runtime } from '../runtime.ts';
import { NativeObject } from '../values.ts';
import type { Library } from './signature.ts';

export class Http extends NativeObject {
  describe(): string {
    return 'System.Http[]';
  }
}

export class HttpRequest extends NativeObject {
  endpoint = '';
  /** [?] The method of a request without setMethod isn't documented. */
  method = 'GET';
  body = '';
  /** Apex Developer Guide, "Callout Limits": ten seconds by default. */
  timeout = 10_000;
  readonly headers: Record<string, string> = Object.create(null);

  describe(): string {
    return `System.HttpRequest[Endpoint=${this.endpoint}, Method=${this.method}]`;
  }
}

export class HttpResponse extends NativeObject {
  readonly response: CalloutResponse;
  constructor(response: CalloutResponse) {
    super();
    this.response = response;
  }

  describe(): string {
    return `System.HttpResponse[Status=${this.response.status}, StatusCode=${this.response.statusCode}]`;
  }
}

const set =
  <K extends 'endpoint' | 'method' | 'body'>(key: K) =>
  (self: HttpRequest, value: string) => {
    self[key] = value;
    return null;
  };

/** Apex Reference Guide, "HttpRequest Class". */
export const httpRequestMethods: Library = {
  'getBody(): String': (self: HttpRequest) => self.body,
  'getEndpoint(): String': (self: HttpRequest) => self.endpoint,
  'getHeader(String): String': (self: HttpRequest, name: string) => header(self.headers, name),
  'getMethod(): String': (self: HttpRequest) => self.method,
  'setBody(String): void': set('body'),
  'setEndpoint(String): void': set('endpoint'),
  'setHeader(String, String): void': (self: HttpRequest, name: string, value: string) => {
    self.headers[name] = value;
    return null;
  },
  'setMethod(String): void': set('method'),
  'setTimeout(Integer): void': (self: HttpRequest, milliseconds: number) => {
    self.timeout = milliseconds;
    return null;
  },
};

/** Apex Reference Guide, "HttpResponse Class". */
export const httpResponseMethods: Library = {
  'getBody(): String': (self: HttpResponse) => self.response.body,
  'getHeader(String): String': (self: HttpResponse, name: string) => header(self.response.headers, name),
  'getStatus(): String': (self: HttpResponse) => self.response.status,
  'getStatusCode(): Integer': (self: HttpResponse) => self.response.statusCode,
};

export const httpMethods: Library = {
  'send(HttpRequest): HttpResponse': (_self: Http, request: HttpRequest, runtime: Runtime) =>
    send(request, runtime),
};

async function send(request: HttpRequest | null, runtime: Runtime): Promise<HttpResponse> {
  if (request === null) throw nullPointer();
  runtime.countCallout();
  if (runtime.changedBy) throw notEmulatedHere(`a callout after ${runtime.changedBy}`);
  // Apex Developer Guide, "Callout Limits and Limitations": no callout while changes are uncommitted.
  if (runtime.uncommitted) {
    throw raise(
      'CalloutException',
      'You have uncommitted work pending. Please commit or rollback before calling out',
    );
  }
  const { endpoint, method, body, timeout } = request;
  try {
    const response = await runtime.host.callout!({
      endpoint,
      method,
      body,
      timeout,
      headers: { ...request.headers },
    });
    runtime.allocate(response.body.length);
    return new HttpResponse(response);
  } catch (error) {
    if (error instanceof CalloutFailure) throw raise('CalloutException', error.message);
    throw error;
  }
}

function header(headers: Readonly<Record<string, string>>, name: string): string | null {
  const key = Object.keys(headers).find((other) => other.toLowerCase() === name.toLowerCase());
  return key === undefined ? null : headers[key]!;
}

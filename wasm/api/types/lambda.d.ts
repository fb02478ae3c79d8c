type Fields = {
  readonly [name: string]: string | undefined;
} | null;
type ManyFields = {
  readonly [name: string]: readonly string[] | undefined;
} | null;
/**
 * An event of API Gateway (payload formats 1.0 and 2.0), of a function URL, or of an Application Load Balancer, as far as it
 * is read.
 */
export interface LambdaEvent {
  readonly version?: string | undefined;
  readonly httpMethod?: string | undefined;
  readonly path?: string | undefined;
  readonly rawPath?: string | undefined;
  readonly rawQueryString?: string | undefined;
  readonly headers?: Fields | undefined;
  readonly multiValueHeaders?: ManyFields | undefined;
  readonly queryStringParameters?: Fields | undefined;
  readonly multiValueQueryStringParameters?: ManyFields | undefined;
  readonly body?: string | null | undefined;
  readonly isBase64Encoded?: boolean | undefined;
  readonly requestContext?: object | undefined;
}
/** What a Lambda function returns. */
export interface LambdaResult {
  readonly statusCode: number;
  /** Required by load balancers. */
  readonly statusDescription?: string;
  readonly headers?: {
    readonly [name: string]: string;
  };
  /** Only for load balancers whose target group has multi-value headers. */
  readonly multiValueHeaders?: {
    readonly [name: string]: string[];
  };
  readonly body: string;
  readonly isBase64Encoded: false;
}
export {};

// The part of `@aws-sdk/client-dynamodb` that the receiver for Lambda uses, with a set instead of a table.

export class ConditionalCheckFailedException extends Error {}

export class PutItemCommand {
  constructor(input) {
    this.input = input;
  }
}

export class DeleteItemCommand extends PutItemCommand {}

const stored = new Set();

export class DynamoDBClient {
  async send({ input }) {
    if (input.Key) return stored.delete(input.Key.id.S);
    if (stored.has(input.Item.id.S)) throw new ConditionalCheckFailedException('the id exists');
    return stored.add(input.Item.id.S);
  }
}

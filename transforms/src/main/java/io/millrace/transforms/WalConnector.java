// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

/** PostgreSQL. It logs a deleted row's replica identity only, which is its key unless the table says otherwise. */
final class WalConnector implements Connector {
    @Override
    public boolean recognises(Block source) {
        return source.has("lsn") && source.has("sequence");
    }

    @Override
    public Position position(Block envelope, int epoch) {
        return new WalPosition(envelope, epoch);
    }

    @Override
    public boolean logsKeysOnly() {
        return true;
    }
}

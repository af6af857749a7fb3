// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

/** MySQL and MariaDB. */
final class BinlogConnector implements Connector {
    @Override
    public boolean recognises(Block source) {
        return source.has("file") && source.has("pos") && source.has("row");
    }

    @Override
    public Position position(Block envelope, int epoch) {
        return new BinlogPosition(envelope, epoch);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import java.util.List;
import java.util.function.BiFunction;

/**
 * A connector of a relational database: {@code before} and {@code after} are structs of plain columns.
 *
 * @param marks the members of {@code source} by which its events are recognised
 */
record LogConnector(BiFunction<Block, Epochs, Position> positions, Images images, List<String> marks)
        implements Connector {
    /** What the image of a deleted row holds. */
    enum Images {
        /** Every column. */
        WHOLE,
        /** The replica identity, which is the key by default. The other columns may hold made-up values. */
        KEYS
    }

    static LogConnector whole(BiFunction<Block, Epochs, Position> positions, String... marks) {
        return new LogConnector(positions, Images.WHOLE, List.of(marks));
    }

    static LogConnector keys(BiFunction<Block, Epochs, Position> positions, String... marks) {
        return new LogConnector(positions, Images.KEYS, List.of(marks));
    }

    @Override
    public boolean recognises(Block source) {
        for (String mark : marks) {
            if (!source.has(mark)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Position position(Block envelope, Epochs epochs) {
        return positions.apply(envelope, epochs);
    }

    @Override
    public String wholeRows() {
        return logsKeysOnly() ? "Give the table REPLICA IDENTITY FULL" : "Have the database log whole rows";
    }

    @Override
    public boolean logsKeysOnly() {
        return images == Images.KEYS;
    }
}

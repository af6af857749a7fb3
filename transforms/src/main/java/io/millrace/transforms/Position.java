// SPDX-License-Identifier: Apache-2.0
package io.millrace.transforms;

import io.millrace.records.Errors;
import io.millrace.records.Side;
import io.millrace.records.Structs;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Reads the order key of a change from one kind of {@code source} block. Thread-safe. */
sealed interface Position permits BinlogPosition, WalPosition {
    /**
     * Marks the second of the two events that Debezium makes of an update that changes the key. Both carry the same
     * {@code source}, and the create follows the delete.
     */
    String OLD_KEY_HEADER = "__debezium.oldkey";

    /** The position reader for {@code envelope}'s source block; null where the block has none that we know. */
    static @Nullable Position of(Schema envelope, int epoch) {
        Schema source = envelope.field("source").schema();
        Field order = transactionOrder(envelope);
        Field transaction = order == null ? null : envelope.field("transaction");
        Transaction counted = new Transaction(transaction, order);
        if (source.field("file") != null && source.field("pos") != null && source.field("row") != null) {
            return new BinlogPosition(source, counted, epoch);
        }
        if (source.field("lsn") != null && source.field("sequence") != null) {
            return new WalPosition(source, counted, epoch);
        }
        return null;
    }

    /** The order key of the change; throws {@link DataException} where the block lacks what it needs. */
    String sequence(ConnectRecord<?> record, Struct envelope, Struct source, Phase phase, boolean create);

    /** Whether a deleted row may hold made-up values in columns that the database did not log. */
    boolean logsKeysOnly();

    /** 1 for the create of a key change, so that it sorts after the delete at the same position. */
    static int keyChangeOrdinal(ConnectRecord<?> record, boolean create) {
        return create && record.headers().lastWithName(OLD_KEY_HEADER) != null ? 1 : 0;
    }

    static DataException missing(ConnectRecord<?> record, String found) {
        return Errors.at(record, Side.VALUE, "order the change", found, "Check the connector and its version.");
    }

    private static @Nullable Field transactionOrder(Schema envelope) {
        Field transaction = envelope.field("transaction");
        return transaction == null || transaction.schema().type() != Schema.Type.STRUCT
                ? null
                : transaction.schema().field("total_order");
    }

    /** The optional {@code transaction} block, filled in when {@code provide.transaction.metadata} is set. */
    record Transaction(@Nullable Field block, @Nullable Field order) {
        /** The change's number in its transaction, counted from 1; 0 where it is not known. */
        long orderOf(Struct envelope) {
            if (block == null || order == null || !(Structs.get(envelope, block) instanceof Struct transaction)) {
                return 0;
            }
            return Structs.get(transaction, order) instanceof Number number ? number.longValue() : 0;
        }
    }
}

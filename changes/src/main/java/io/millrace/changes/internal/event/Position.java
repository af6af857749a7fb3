// SPDX-License-Identifier: Apache-2.0
package io.millrace.changes.internal.event;

import io.millrace.records.Digits;
import io.millrace.records.Errors;
import io.millrace.records.Side;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Reads the order key of a change from one kind of event. Thread-safe. */
public interface Position {
    /**
     * Marks the second of the two events that Debezium makes of an update that changes the key. Both carry the same
     * {@code source}, and the create follows the delete.
     */
    String OLD_KEY_HEADER = "__debezium.oldkey";

    /** The order key of the change; throws {@link DataException} where the event lacks what it needs. */
    String sequence(ConnectRecord<?> record, Object envelope, Object source, Phase phase, Op op);

    /** How far the key that {@link #sequence} gives for this change can be trusted. */
    Quality quality(ConnectRecord<?> record, Object envelope, Object source, Phase phase);

    /** 1 for the create of a key change, so that it sorts after the delete at the same position. */
    static int keyChangeOrdinal(ConnectRecord<?> record, Op op) {
        return op == Op.CREATE && record.headers().lastWithName(OLD_KEY_HEADER) != null ? 1 : 0;
    }

    static DataException missing(ConnectRecord<?> record, String found) {
        return Errors.at(record, Side.VALUE, "order the change", found, "Check the connector and its version.");
    }

    /** The number in a member of the event, which has to fit in {@code bits} bits and not be negative. */
    static long number(ConnectRecord<?> record, @Nullable Object value, int bits, String member) {
        if (!(value instanceof Number number)) {
            throw missing(record, member + " is null");
        }
        return fitting(record, number.longValue(), bits, member);
    }

    /** {@code number} if it is not negative and fits in {@code bits} bits. */
    static long fitting(ConnectRecord<?> record, long number, int bits, String member) {
        if (number >>> bits != 0) {
            throw missing(record, member + " is not a number of up to " + bits + " bits");
        }
        return number;
    }

    /** A log position in hexadecimal digits, which has to fit in {@code bits} bits, more than 64 and up to 128. */
    static String hex(ConnectRecord<?> record, @Nullable Object value, int bits, String member) {
        if (!(value instanceof String text)) {
            throw missing(record, member + " is null");
        }
        int digits = Digits.hexLength(text);
        if (digits < 1 || digits > 32 || Digits.hex(text, 16) >>> (bits - 64) != 0) {
            throw missing(record, member + " is not a hexadecimal number of up to " + bits + " bits");
        }
        return text;
    }

    /** The optional {@code transaction} block, filled in when {@code provide.transaction.metadata} is set. */
    record Transaction(@Nullable Member block, @Nullable Member order) {
        static Transaction of(Block envelope) {
            Block transaction = envelope.block("transaction");
            return new Transaction(
                    envelope.member("transaction"), transaction == null ? null : transaction.member("total_order"));
        }

        /** The change's number in its transaction, counted from 1; 0 where it is not known. */
        long orderOf(Object envelope) {
            Object transaction = block == null || order == null ? null : block.read(envelope);
            return transaction != null && order != null && order.read(transaction) instanceof Number number
                    ? number.longValue()
                    : 0;
        }
    }
}

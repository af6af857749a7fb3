// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.ingest;

import io.millrace.connect.ingest.request.Answer;
import io.millrace.connect.ingest.request.Inbound;
import io.millrace.connect.ingest.request.RefusedException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What requests mean. Thread-safe. */
interface Protocol {
    /**
     * An answer that needs no body and nothing of Kafka: to a browser that asks first, to a handshake. Null for none.
     *
     * @param head the request without its body
     */
    @Nullable Answer answer(Inbound head);

    /**
     * Lets the request in, or not, before its body is read.
     *
     * @param head the request without its body
     */
    Admitted admit(Inbound head) throws RefusedException;

    /** A request that was let in. */
    @FunctionalInterface
    interface Admitted {
        /** Reads it, once its body is here. */
        Reading read(Inbound request) throws RefusedException;
    }

    /** How many bytes a body may have, as it is sent. */
    long maxBodyBytes();

    /** Headers that answers to the request have, whatever they say. */
    Map<String, String> headers(Inbound head);

    /**
     * What a request says.
     *
     * @param answer what it is answered with, where it has no events but asks for something; null else
     * @param bytes how much room its events take, about
     */
    record Reading(List<Item> items, long bytes, @Nullable Answer answer) {
        public Reading {
            items = List.copyOf(items);
        }
    }
}

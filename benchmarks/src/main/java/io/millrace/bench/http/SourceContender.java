// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import io.millrace.bench.Contender;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * A source at work. A run reads the list to where it ends for now: a source that reads ahead has nothing left to read
 * then, and rests while others are measured.
 */
final class SourceContender implements Contender, AutoCloseable {
    private static final int KEPT = 1_024;

    private final String name;
    private final PageSource source;
    private final SourceRecord[] kept = new SourceRecord[KEPT]; // keeps what is made alive for a while
    private int next;

    private SourceContender(String name, PageSource source) {
        this.name = name;
        this.source = source;
    }

    /** A source that has shown that it does the work. */
    static SourceContender proven(SourceContestant contestant, String url, int limit) throws IOException {
        PageSource source = contestant.source(url, limit);
        new SourceProof(contestant, limit).require(source);
        return new SourceContender(contestant.text(), source);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int run() {
        int count = 0;
        try {
            while (count < Api.EVENTS_AT_ONCE) {
                count += source.poll(this::keep);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return count;
    }

    private void keep(SourceRecord record) {
        kept[next++ & (KEPT - 1)] = record;
    }

    @Override
    public void close() {
        source.close();
    }
}

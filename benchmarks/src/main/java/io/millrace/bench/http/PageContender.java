// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.http;

import io.millrace.bench.Contender;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A contender at work on one page again and again; what it makes is kept alive for a while. */
final class PageContender implements Contender {
    private static final int EVENTS_PER_RUN = 2_000;
    private static final int KEPT = 1_024;

    private final String name;
    private final PageWork work;
    private final byte[] page;
    private final Object[] kept = new Object[KEPT];
    private int count;

    PageContender(String name, PageWork work, byte[] page) {
        this.name = name;
        this.work = work;
        this.page = page;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int run() {
        count = 0;
        while (count < EVENTS_PER_RUN) {
            try {
                work.read(page, this::keep);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return count;
    }

    private void keep(Object made) {
        kept[count++ & (KEPT - 1)] = made;
    }
}

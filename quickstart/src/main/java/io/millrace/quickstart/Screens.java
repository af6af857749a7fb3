// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Where a run is shown besides the terminal: on the live page, if it is served. */
record Screens(Optional<PageScreen> page) implements AutoCloseable {
    static Screens open(Pipeline pipeline, UpOptions options, LongSupplier nanoClock) {
        if (options.page() == UpOptions.Page.NONE) {
            return new Screens(Optional.empty());
        }
        return new Screens(Optional.of(PageScreen.open(pipeline, options.ports().of(Port.LIVE_PAGE), nanoClock)));
    }

    List<Live.Screen> all() {
        return List.copyOf(page.stream().toList());
    }

    List<Live.Screen> with(Live.Screen other) {
        List<Live.Screen> screens = new ArrayList<>(all());
        screens.add(other);
        return screens;
    }

    @Override
    public void close() {
        page.ifPresent(PageScreen::close);
    }
}

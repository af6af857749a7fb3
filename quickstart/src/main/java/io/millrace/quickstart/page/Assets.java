// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/** The files of the page, from the class path: its own, and the chart library's, whose WebJar says its version. */
final class Assets {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private Assets() {}

    /** By path. */
    static Map<String, Asset> all() {
        String charts = "/META-INF/resources/webjars/uplot/" + versionOfCharts() + "/dist/uPlot.";
        return Map.of(
                "/", new Asset(HTML, read("index.html")),
                "/page.css", new Asset(CSS, read("page.css")),
                "/page.js", new Asset(SCRIPT, read("page.js")),
                "/charts.js", new Asset(SCRIPT, read("charts.js")),
                "/pipeline.js", new Asset(SCRIPT, read("pipeline.js")),
                "/dom.js", new Asset(SCRIPT, read("dom.js")),
                "/icon.svg", new Asset("image/svg+xml", read("icon.svg")),
                "/uplot.js", new Asset(SCRIPT, read(charts + "iife.min.js")),
                "/uplot.css", new Asset(CSS, read(charts + "min.css")));
    }

    private static String versionOfCharts() {
        Properties properties = new Properties();
        try (InputStream in = open("/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static byte[] read(String name) {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream found = Assets.class.getResourceAsStream(name);
        if (found == null) {
            throw new IllegalStateException("not on the class path: " + name);
        }
        return found;
    }
}

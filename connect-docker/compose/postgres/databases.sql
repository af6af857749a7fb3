-- The registry's and Metabase's own tables; the sinks write to the database analytics.
CREATE DATABASE registry;
CREATE DATABASE metabase;

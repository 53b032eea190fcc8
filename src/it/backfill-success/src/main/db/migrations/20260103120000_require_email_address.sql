ALTER TABLE users ALTER email_address SET NOT NULL;

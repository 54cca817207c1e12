"""From a business and a theme to the files of a site, and where sites are kept."""
